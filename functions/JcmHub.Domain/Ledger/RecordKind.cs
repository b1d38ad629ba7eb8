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

    /// <summary>Units move from one holding account to another of the same registry.</summary>
    Transfer,

    /// <summary>Units are retired: used, no further transfer.</summary>
    Retirement,

    /// <summary>Units are cancelled: out of use, no further transfer.</summary>
    Cancellation,

    /// <summary>A market is told of units that have become eligible.</summary>
    EligibleCredits,

    /// <summary>A market is told of units that it can no longer take.</summary>
    EligibilityWithdrawal,

    /// <summary>Units move no further until they are released.</summary>
    UnitBlock,

    /// <summary>Blocked units may move again.</summary>
    UnitRelease,

    /// <summary>The authorisation of units is changed or revoked.</summary>
    AuthorizationRevision,
}
