using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Credits;

/// <summary>What an allocation makes of a verified result: who gets what and how it came about, or every reason why it cannot be split.</summary>
/// <param name="Working">Recipient by recipient, vintage by vintage; empty where there are errors.</param>
/// <param name="Errors">None where the tonnes sum exactly.</param>
public sealed record AllocationSplit(IReadOnlyList<AllocationWorking> Working, IReadOnlyList<Finding> Errors)
{
    /// <summary>What is to be issued: whoever gets nothing of a vintage has no line.</summary>
    public IReadOnlyList<AllocationLine> Lines { get; } =
        [.. Working.Where(part => !part.Tonnes.IsZero).Select(part => new AllocationLine(part.Recipient, part.Vintage, part.Tonnes))];
}
