namespace JcmHub.Domain.Ledger;

/// <summary>The kinds of things that cause records.</summary>
public enum CauseKind
{
    /// <summary>The issuance of a decision's units.</summary>
    Issuance,

    /// <summary>An operation on issued units: transfer, retirement, cancellation, use.</summary>
    Operation,

    /// <summary>A correction that both governments decided: a block, a release, a revised authorisation.</summary>
    Correction,

    /// <summary>The market's list was brought in step with the gate: units were held or let go, or a rule began or ended.</summary>
    MarketList,
}
