using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Flows.GxEts;

/// <summary>
/// Brings GX-ETS' list in step with the gate where no entry touched the units: a reconciliation holds them or lets them go, a market's rule
/// begins or ends. It looks at what is on the list and what the gate says, not at what changed, so it may be run again at any time.
/// </summary>
public sealed class KeepMarketInStep(RuleBook rules, Ledger ledger)
{
    /// <summary>Blocks looked at in one step.</summary>
    private const int Page = 1000;

    /// <summary>Rows of a step's transaction that blocks and their notices may take.</summary>
    private const int MostRows = 60;

    internal static readonly Author Hub = new("hub", "hub", null);

    /// <summary>Goes through a host's blocks in Japan's registry; what is in step costs reads only.</summary>
    /// <returns>Whether it came to the end; where the ledger was too busy, the sweep goes on.</returns>
    public async Task<bool> RunAsync(PartyId host, CancellationToken cancellationToken)
    {
        var run = (await HeldAsync(ledger.View(host), cancellationToken))?.Value.Run;
        var place = new Place(0, IsEnd: false);
        while (!place.IsEnd)
        {
            var next = await ledger.CommitAsync<Place>(host, Hub, (view, entry) => StepAsync(view, entry, place.After, run, cancellationToken), cancellationToken);
            if (next.IsRefused)
                return false;
            place = next.Value!;
        }

        return true;
    }

    private static Task<(StoredRow Row, HeldDisputes Value)?> HeldAsync(LedgerView view, CancellationToken cancellationToken) =>
        view.FindAsync<HeldDisputes>(LedgerKeys.Disputes(PartyId.Japan), cancellationToken);

    private async Task<LedgerStep<Place>> StepAsync(LedgerView view, LedgerEntry entry, long after, string? run, CancellationToken cancellationToken)
    {
        var gate = await HostGate.OfAsync(rules, view, entry.Head, PartyId.Japan, cancellationToken);
        var (place, decisions) = await TouchAsync(view, entry, gate, after, cancellationToken);
        foreach (var issuance in decisions)
            EligibleCredits.Tell(issuance, RecordCause.MarketList(issuance.Decision.Id), gate, entry);
        // A newer run may have come meanwhile: its own pass tells what follows from it.
        RowWrite[] told = place.IsEnd && await HeldAsync(view, cancellationToken) is var (row, held) && held.Run == run && !held.IsMarketTold
            ? [RowWrite.Replace(row, row.Key, LedgerJson.Write(held with { IsMarketTold = true }))]
            : [];
        if (entry.Blocks.Count == 0 && told.Length == 0)
            return LedgerStep<Place>.WithoutEntry(place);
        if (told.Length > 0)
            entry.Note($"{rules.GxEts.Id} was told what follows from reconciliation {run}");
        return new LedgerStep<Place>
        {
            Answer = place,
            CommandId = $"market-list-{entry.Head.LastEntry}",
            InputHash = ContentHash.Of(LedgerJson.Write(place)),
            Rows = told,
        };
    }

    /// <summary>Takes up blocks that are out of step, until a page is through or the transaction full.</summary>
    private static async Task<(Place Place, IReadOnlyCollection<Domain.Ledger.Issuance> Decisions)> TouchAsync(
        LedgerView view, LedgerEntry entry, EligibilityGate gate, long after, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, Domain.Ledger.Issuance>();
        var told = new Dictionary<string, Domain.Ledger.Issuance>();
        var looked = 0;
        await foreach (var row in view.BlocksWithinAsync(PartyId.Japan, new SerialRange(1, SerialRange.LargestNumber), after == 0 ? null : after, cancellationToken))
        {
            if (looked++ == Page || entry.BlockRows + (2 * told.Count) >= MostRows)
                return (new Place(after, IsEnd: false), told.Values);
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            after = block.Units.Last;
            if (!EligibleCredits.Concerns(block))
                continue;
            if (!seen.TryGetValue(block.Decision, out var issuance))
                seen[block.Decision] = issuance = (await view.IssuanceAsync(block.Decision, cancellationToken))!.Value.Value;
            if (EligibleCredits.IsInStep(block, gate.Ask(block, issuance.AuthorizationOf(block), entry.Time)))
                continue;
            entry.Replace(block, block);
            told[block.Decision] = issuance;
        }

        return (new Place(after, IsEnd: true), told.Values);
    }

    /// <summary>How far a walk has come.</summary>
    /// <param name="After">The last unit looked at.</param>
    /// <param name="IsEnd">Whether there are no more.</param>
    private sealed record Place(long After, bool IsEnd);
}
