namespace JcmHub.Domain.Ledger;

/// <summary>Where a record stands.</summary>
public enum RecordState
{
    /// <summary>In the outbox; no receipt yet.</summary>
    Recorded,

    /// <summary>Applied by its registry, by its receipt.</summary>
    Receipted,

    /// <summary>Refused by its registry; its units are held where they are.</summary>
    Refused,
}
