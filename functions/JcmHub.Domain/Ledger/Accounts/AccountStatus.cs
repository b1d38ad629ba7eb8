namespace JcmHub.Domain.Ledger.Accounts;

/// <summary>Whether units may move to or from an account.</summary>
public enum AccountStatus
{
    /// <summary>They may.</summary>
    Open,

    /// <summary>Its registry has stopped movements, such as after a reconciliation that did not agree.</summary>
    Restricted,

    /// <summary>Its registry has suspended the holder.</summary>
    Suspended,

    /// <summary>It is no more.</summary>
    Closed,
}
