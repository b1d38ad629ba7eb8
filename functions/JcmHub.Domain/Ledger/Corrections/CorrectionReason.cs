namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>Why units have to be corrected.</summary>
public enum CorrectionReason
{
    /// <summary>More was issued than was reduced.</summary>
    OverIssuance,

    /// <summary>What was removed or kept from the air was released again (REDD+).</summary>
    Reversal,

    /// <summary>A Party changed its authorisation.</summary>
    AuthorizationChanged,

    /// <summary>A Party revoked its authorisation.</summary>
    AuthorizationRevoked,

    /// <summary>A registry issued less than was notified.</summary>
    IssuedShort,
}
