namespace JcmHub.Domain.Ledger;

/// <summary>The kinds of records.</summary>
public enum RecordKind
{
    /// <summary>Units are issued.</summary>
    Issuance,

    /// <summary>Units leave the host's registry.</summary>
    InternationalTransfer,

    /// <summary>The host adds tonnes to its balance.</summary>
    CorrespondingAdjustment,

    /// <summary>A market is told of units that have become eligible.</summary>
    EligibleCredits,
}
