namespace JcmHub.Domain.Parties;

/// <summary>Who issues first (domain reference 1.6).</summary>
public enum IssuanceFlow
{
    /// <summary>The host's registry issues, its government approves the transfer, its units move out, Japan issues units linked to them (Thailand).</summary>
    A,

    /// <summary>Japan's registry issues on the decision (Maldives).</summary>
    B,
}
