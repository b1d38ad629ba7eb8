namespace JcmHub.Domain.Credits;

/// <summary>Why a recipient gets exactly these tonnes of a vintage.</summary>
public enum AllocationReason
{
    /// <summary>The decision names the tonnes.</summary>
    Named,

    /// <summary>The exact share, rounded down.</summary>
    Floor,

    /// <summary>The minimum share, rounded up.</summary>
    Minimum,

    /// <summary>The named residual recipient: all that the others leave.</summary>
    Residual,

    /// <summary>The share rounded down and one of the tonnes left, because its remainder is among the largest; of equal ones the first listed.</summary>
    LargestRemainder,

    /// <summary>Less than the share rounded down, because the minimum shares of others had to be rounded up.</summary>
    GivesWay,
}
