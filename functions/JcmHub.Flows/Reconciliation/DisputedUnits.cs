using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Reconciliation;

/// <summary>
/// Holds the units about which a reconciliation found a registry to differ from the hub: they cannot move, and GX-ETS cannot take them, until
/// one finds them in order. What is held is a row of the host's ledger, written with a journal entry; GX-ETS is told in entries after it, and
/// the row says whether it was. So a process may die anywhere: who comes next, the sweep or the next reconciliation, goes on from the row.
/// </summary>
public sealed class DisputedUnits(RuleBook rules, Ledger ledger)
{
    private readonly KeepMarketInStep _market = new(rules, ledger);

    /// <summary>What is held in a registry, with project and run, of every host whose ledger can be read.</summary>
    internal async Task<IReadOnlyList<HeldDispute>> FoundAsync(Destination registry, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        var held = new List<HeldDispute>();
        foreach (var host in hosts.Where(host => registry.Party is { } party && host.Head.Disputed.Contains(party)))
        {
            if (await ledger.View(host.Host).FindAsync<HeldDisputes>(LedgerKeys.Disputes(registry.Party!.Value), cancellationToken) is { Value: var found })
                held.AddRange(found.Units);
        }

        return [.. held.Distinct()];
    }

    /// <summary>Holds what a run found, and lets go what it found in order; a host of which it compared nothing stays as it is.</summary>
    internal async Task HoldAsync(
        string run, DateTimeOffset startedAt, IReadOnlyList<RegistryPart> parts, HubSide hub, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            if (part.Registry.Party is not { } registry)
                continue;
            HeldDispute[] held = [.. part.Held(run)];
            foreach (var host in hosts.Where(host => host.IsReadable && !part.LeftOut.Contains(host.Host)))
            {
                var own = held.Length == 0 ? [] : await OfHostAsync(hub, host, registry, held, cancellationToken);
                if (own.Count > 0 || host.Head.Disputed.Contains(registry))
                    await HoldAsync(host.Host, registry, HeldDisputes.Of(run, startedAt, own), cancellationToken);
            }
        }
    }

    /// <summary>Tells GX-ETS what follows from what is held, where nobody has told it to the end.</summary>
    public async Task ContinueAsync(PartyId host, CancellationToken cancellationToken)
    {
        if (await ledger.View(host).FindAsync<HeldDisputes>(LedgerKeys.Disputes(PartyId.Japan), cancellationToken) is { Value.IsMarketTold: false })
            await _market.RunAsync(host, cancellationToken);
    }

    /// <summary>What is of a host's projects, or bears the numbers of its blocks.</summary>
    private static async Task<IReadOnlyList<HeldDispute>> OfHostAsync(
        HubSide hub, HostCut host, PartyId registry, HeldDispute[] held, CancellationToken cancellationToken)
    {
        var state = await hub.TryAsync(host.Host, () => hub.StateAsync(host.Host, host.Head.LastEntry, cancellationToken));
        SerialRange[] numbers = [.. (state?.Blocks ?? []).Where(block => block.Registry == registry).Select(block => block.RegistrySerials).OfType<SerialRange>().OrderBy(range => range.First)];
        return [.. held.Where(each => each.Project.Party == host.Host.Code || Overlaps(numbers, each.Serials))];
    }

    private static bool Overlaps(SerialRange[] numbers, SerialRange held)
    {
        // A ledger's numbers of one registry serve once, so the first range that does not end before is the only one to look at.
        var at = Array.BinarySearch(numbers, held, Comparer<SerialRange>.Create(static (one, other) => one.Last < other.First ? -1 : one.First > other.Last ? 1 : 0));
        return at >= 0;
    }

    private async Task HoldAsync(PartyId host, PartyId registry, HeldDisputes found, CancellationToken cancellationToken)
    {
        var held = await ledger.CommitAsync<bool>(host, KeepMarketInStep.Hub, async (view, entry) =>
        {
            var key = LedgerKeys.Disputes(registry);
            var stored = await view.FindAsync<HeldDisputes>(key, cancellationToken);
            if (stored?.Value is { } before ? before.StartedAt >= found.StartedAt || (before.Units.Count == 0 && found.Units.Count == 0) : found.Units.Count == 0)
                return LedgerStep<bool>.WithoutEntry(false);
            entry.Dispute(registry, found.Units.Count > 0);
            entry.Note(found.Units.Count > 0
                ? $"reconciliation {found.Run} holds units of {registry}'s registry: {string.Join(", ", found.Units.Take(10).Select(each => $"{each.Project} {each.Serials}"))}{(found.Units.Count > 10 ? $" and {found.Units.Count - 10} more" : "")}"
                : $"reconciliation {found.Run} found the units of {registry}'s registry in order; none is held any more");
            return new LedgerStep<bool>
            {
                Answer = true,
                CommandId = $"disputes-{registry}-{found.Run}",
                InputHash = ContentHash.Of(LedgerJson.Write(found)),
                Rows = [RowWrite.Replace(stored?.Row, key, LedgerJson.Write(found))],
            };
        }, cancellationToken);
        if (held.IsRefused)
            throw new InvalidOperationException($"What reconciliation {found.Run} found of {host}'s units could not be held: {held.Refusal.Detail}");
    }
}
