using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Reconciliation;

/// <summary>What is held of a host's units in one registry: a row of the host's ledger, written with the entry that says so.</summary>
/// <param name="Run">The reconciliation that wrote it.</param>
/// <param name="StartedAt">When that began: an older one does not undo what a newer one found.</param>
/// <param name="Units">What is held; nothing where a reconciliation found all of it in order again.</param>
/// <param name="IsMarketTold">Whether GX-ETS was told what follows from it.</param>
internal sealed record HeldDisputes(string Run, DateTimeOffset StartedAt, IReadOnlyList<HeldDispute> Units, bool IsMarketTold)
{
    /// <summary>The same, in so many ranges at most that it fits into a row: where more differ, neighbours are held with what lies between them.</summary>
    public static HeldDisputes Of(string run, DateTimeOffset startedAt, IReadOnlyList<HeldDispute> units) => new(run, startedAt,
        units.Count <= Disputes.MostRanges
            ? units
            : [.. new Disputes(units.Select(held => held.Serials)).Ranges.Select(range => new HeldDispute(range, units[0].Project, run))],
        IsMarketTold: false);

    /// <summary>As the gate and the checks of operations ask.</summary>
    public Disputes ToDisputes() => new(Units.Select(held => held.Serials));
}
