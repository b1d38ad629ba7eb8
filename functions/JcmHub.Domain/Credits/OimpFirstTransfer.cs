namespace JcmHub.Domain.Credits;

/// <summary>
/// What a host counts as the first transfer of units that it authorises for other international mitigation purposes (2/CMA.3 annex, para 2(b);
/// AEF table 2, first transfer definition for OIMP). Toward an NDC it is always the first international transfer (para 2(a)).
/// </summary>
public enum OimpFirstTransfer
{
    /// <summary>The authorisation of issued units.</summary>
    Authorization,

    /// <summary>The issuance of authorised units.</summary>
    Issuance,

    /// <summary>Their use or cancellation.</summary>
    UseOrCancellation,
}
