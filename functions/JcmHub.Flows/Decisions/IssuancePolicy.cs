using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// On which methodology files may be issued. By default only on those written from the official text; a demonstration admits
/// reconstructed and illustrative ones by its settings, and every result says so.
/// </summary>
public sealed class IssuancePolicy(IEnumerable<string> admittedStatuses)
{
    private readonly HashSet<string> _admitted = [.. admittedStatuses];

    /// <summary>Only methodology files written from the official text.</summary>
    public static IssuancePolicy Default { get; } = new(["official-text-read"]);

    /// <summary>Error <c>methodology-not-admitted</c> for each methodology of a result on which may not be issued.</summary>
    public IReadOnlyList<Finding> Check(ComputedResult result) =>
        [.. result.Methodologies.Where(pin => !_admitted.Contains(pin.Status)).Select(pin => new Finding("methodology-not-admitted", "",
            $"{pin.Id} {pin.Version} is {pin.Status.Replace('-', ' ')}; this hub issues only on {string.Join(", ", _admitted.Order(StringComparer.Ordinal))}.",
            $"方法論{pin.Id}（第{pin.Version}版）は{pin.Status}のため、発行の対象にできません。"))];
}
