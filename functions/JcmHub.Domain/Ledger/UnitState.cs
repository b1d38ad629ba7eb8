namespace JcmHub.Domain.Ledger;

/// <summary>Where a block stands between the ledger's word and its registry's.</summary>
public enum UnitState
{
    /// <summary>Notified; its registry has not issued it.</summary>
    Awaiting,

    /// <summary>Issued and held: the one live leg of its tonnes.</summary>
    Live,

    /// <summary>Live, and reserved while its registry moves it out.</summary>
    Leaving,

    /// <summary>Live, and reserved while its registry has an operation on it: a transfer, a retirement, a cancellation.</summary>
    Reserved,

    /// <summary>Live, and stopped by a correction of both governments until they lift it.</summary>
    Blocked,

    /// <summary>Moved to international transfer out: no longer live here.</summary>
    Out,

    /// <summary>Notified and never issued: both governments let it lapse. No registry is asked for it any more.</summary>
    Lapsed,
}
