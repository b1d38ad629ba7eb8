namespace JcmHub.Domain.Comparison;

/// <summary>A corresponding adjustment about which hub and registry differ.</summary>
/// <param name="Hub">As the hub has it; null where it has none, or none that is booked.</param>
/// <param name="Registry">As the registry has it; null where it has none.</param>
public sealed record AdjustmentDifference(BookedAdjustment? Hub, BookedAdjustment? Registry)
{
    /// <summary>What is known of it.</summary>
    public BookedAdjustment Either => Registry ?? Hub!;
}
