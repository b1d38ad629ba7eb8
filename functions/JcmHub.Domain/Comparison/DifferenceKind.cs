namespace JcmHub.Domain.Comparison;

/// <summary>In which way hub and registry differ (domain reference 7.6).</summary>
public enum DifferenceKind
{
    /// <summary>The hub has units that the registry does not have.</summary>
    MissingRemote,

    /// <summary>The registry has units that the hub does not know.</summary>
    MissingLocal,

    /// <summary>Both have the units, in another account, in an account of another kind, or as another project's or vintage's.</summary>
    StatusMismatch,

    /// <summary>The registry has a number twice.</summary>
    OverlapSerial,

    /// <summary>The market knows units that the hub never announced to it.</summary>
    OrphanUse,

    /// <summary>The market has units on its list whose withdrawal it refused.</summary>
    WithdrawalRefused,
}
