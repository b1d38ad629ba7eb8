using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>How one recipient's tonnes of one vintage came about, enough to redo it by hand.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Vintage">Of which vintage.</param>
/// <param name="Tonnes">How many tonnes; it may be none.</param>
/// <param name="Reason">Why.</param>
public sealed record AllocationWorking(Recipient Recipient, Vintage Vintage, WholeTonnes Tonnes, AllocationReason Reason)
{
    /// <summary>The exact share rounded down; null where the decision names the tonnes.</summary>
    public long? Floor { get; init; }

    /// <summary>What the rounding leaves of the exact share, below one tonne.</summary>
    public Rational? Remainder { get; init; }

    /// <summary>The minimum share rounded up, where there is one.</summary>
    public long? Minimum { get; init; }
}
