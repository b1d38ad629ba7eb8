namespace JcmHub.Domain.Parties;

/// <summary>A step that may wait for the payment of a fee.</summary>
public enum FeeStep
{
    /// <summary>The decision's coming into force, with which the amounts are notified.</summary>
    Issuance,

    /// <summary>Flow A: the host's approval of the international transfer.</summary>
    Transfer,
}
