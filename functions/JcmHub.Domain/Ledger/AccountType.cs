namespace JcmHub.Domain.Ledger;

/// <summary>Kinds of accounts (domain reference 2).</summary>
public enum AccountType
{
    /// <summary>A government's holding account.</summary>
    GovernmentHolding,

    /// <summary>A company's or another body's holding account.</summary>
    EntityHolding,

    /// <summary>Counts toward a target; no further transfer.</summary>
    Retirement,

    /// <summary>Out of use; no further transfer.</summary>
    Cancellation,

    /// <summary>Waits for an approval, such as that of an international transfer.</summary>
    Pending,

    /// <summary>Has left this registry; the linked units in the other registry live on.</summary>
    InternationalTransferOut,
}
