namespace JcmHub.Domain.Ledger.Operations;

/// <summary>The operations on units inside one registry (common specification of the registries; domain reference 2).</summary>
public enum OperationKind
{
    /// <summary>From one holding account to another.</summary>
    Transfer,

    /// <summary>From a holding account of the host's registry to one of another Party's registry; the host approves it (D9).</summary>
    InternationalTransfer,

    /// <summary>To the retirement account: used toward an NDC or another purpose; no further transfer.</summary>
    Retirement,

    /// <summary>To the cancellation account; no further transfer.</summary>
    Cancellation,
}
