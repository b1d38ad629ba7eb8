namespace JcmHub.Domain.Ledger;

/// <summary>The kinds of things that cause records.</summary>
public enum CauseKind
{
    /// <summary>The issuance of a decision's units.</summary>
    Issuance,

    /// <summary>An operation on issued units: transfer, retirement, cancellation, use.</summary>
    Operation,
}
