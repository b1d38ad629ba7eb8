using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Reconciliation;

/// <summary>
/// Compares the hub with every registry and the market: totals per account, project and vintage, and the units where they differ
/// (domain reference 7.6). It holds the units that differ and lets those go that are in order again, keeps its result whole, and brings the
/// market's list in step; beyond that it changes nothing: it may be run twice or die anywhere.
/// A host whose journal does not hold is named and left out; everything that does not need that journal is compared.
/// </summary>
public sealed class Reconcile(
    RuleBook rules, Ledger ledger, LedgerCuts cuts, ISnapshots snapshots, IReconciliations reconciliations, OverdueReceipts overdue, TimeProvider time)
{
    private readonly DisputedUnits _disputed = new(rules, ledger);
    private readonly KeepMarketInStep _market = new(rules, ledger);

    /// <summary>Runs one now, under today's business date: the UTC date, which at 15:00 is the day that has just ended in Japan.</summary>
    /// <returns>The result, as it is kept.</returns>
    public async Task<JsonObject> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var date = DateOnly.FromDateTime(started.UtcDateTime);
        var hub = new HubSide(ledger, cuts);
        var asked = await SnapshotsAsync(hub, date, cancellationToken);
        // The cuts are taken after the snapshots: what a registry had applied then was in the hub's ledger before.
        var hosts = await CutsAsync(hub, cancellationToken);
        var parts = new List<RegistryPart>();
        foreach (var part in asked)
            parts.Add((await CompareAsync(part, hub, hosts, cancellationToken)) with
            {
                Doubled = await hub.DoubledAsync(part.Registry, hosts, cancellationToken),
                HeldBefore = await _disputed.FoundAsync(part.Registry, hosts, cancellationToken),
            });

        var run = $"{started.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}-{Guid.NewGuid().ToString("N")[..8]}";
        // What is found is held before it can be read, so that a result never tells of units that can still move.
        await _disputed.HoldAsync(run, started, parts, hub, hosts, cancellationToken);
        await KeepMarketInStepAsync(hub, hosts, cancellationToken);
        var openLegs = await OpenLegsAsync(hub, hosts, cancellationToken);
        var late = await hub.OfEachAsync(hosts, host => overdue.OfAsync(host.Host, cancellationToken));
        var result = ReconciliationDocument.Write(date, run, started, hosts, parts, openLegs, hub.Broken);
        result["overdue"] = new JsonArray([.. late]);
        await reconciliations.AddAsync(date, run, JsonSerializer.SerializeToUtf8Bytes(result), cancellationToken);
        return result;
    }

    /// <summary>A host of whose ledger something cannot be read does not keep the others' lists from being told.</summary>
    private async Task KeepMarketInStepAsync(HubSide hub, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        foreach (var host in hosts.Where(host => host.IsReadable))
            await hub.TryAsync(host.Host, async () =>
            {
                await _market.RunAsync(host.Host, cancellationToken);
                return host;
            });
    }

    /// <summary>What each registry sent for the date, or else what it answers now.</summary>
    private async Task<IReadOnlyList<RegistryPart>> SnapshotsAsync(HubSide hub, DateOnly date, CancellationToken cancellationToken)
    {
        var hosts = await CutsAsync(hub, cancellationToken);
        var expected = hosts.SelectMany(host => host.Head.StreamTails.Keys).Concat(snapshots.Reachable).ToHashSet();
        var registries = hosts.Select(host => (Destination)host.Host).Concat(expected)
            .Distinct().OrderBy(registry => registry.Code, StringComparer.Ordinal);
        var parts = await Task.WhenAll(registries.Select(registry => SnapshotAsync(hub, hosts, registry, date, expected.Contains(registry), cancellationToken)));
        return [.. parts.OfType<RegistryPart>()];
    }

    /// <summary>A Party to which the hub sends nothing is compared where it sent a snapshot; nobody waits for one.</summary>
    private async Task<RegistryPart?> SnapshotAsync(
        HubSide hub, IReadOnlyList<HostCut> hosts, Destination registry, DateOnly date, bool isExpected, CancellationToken cancellationToken)
    {
        var document = await reconciliations.FindSnapshotAsync(registry, date, cancellationToken);
        if (document is null && !isExpected)
            return null;
        var receipted = new Dictionary<PartyId, long>();
        if (document is null)
        {
            foreach (var host in hosts.Where(host => host.Head.StreamTails.ContainsKey(registry)))
                receipted[host.Host] = await hub.ReceiptedAsync(host.Host, registry, cancellationToken);
            (document, var failure) = await snapshots.FetchAsync(registry, cancellationToken);
            if (document is null)
                return new RegistryPart(registry)
                {
                    Errors = [new Finding("snapshot-unavailable", "", $"There is no snapshot of {registry}: {failure}.", $"{registry}のスナップショットを取得できません（{failure}）。")],
                };
        }

        var (snapshot, errors) = RegistrySnapshot.Parse(registry, document.Value, rules.Schemas);
        return new RegistryPart(registry) { Snapshot = snapshot, Errors = errors, ReceiptedBefore = receipted };
    }

    private async Task<IReadOnlyList<HostCut>> CutsAsync(HubSide hub, CancellationToken cancellationToken)
    {
        var heads = await Task.WhenAll(rules.Hosts.Select(host => hub.HeadAsync(host.Id, cancellationToken)));
        return
        [
            .. heads.Where(host => host.Head.LastEntry > 0 || !host.IsReadable)
                .Select(host => host with { Head = host.Head with { LastEntry = host.Head.LastVisible } }),
        ];
    }

    private static async Task<RegistryPart> CompareAsync(RegistryPart part, HubSide hub, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        if (part.Snapshot is not { } snapshot)
            return part;
        foreach (var (host, applied) in snapshot.Applied)
        {
            var cut = hosts.FirstOrDefault(cut => cut.Host == host);
            var tail = cut?.Head.StreamTails.GetValueOrDefault(part.Registry) ?? 0;
            if (applied > tail && cut is not { IsReadable: false })
                return part with
                {
                    Errors = [new Finding("snapshot-stream-ahead", "/streams",
                        $"{part.Registry} says it applied record {applied} of {host}'s stream; the hub's last is {tail}.",
                        $"{part.Registry}は{host}の系列の記録{applied}まで適用済みとしていますが、ハブの最後の記録は{tail}です。")],
                };
        }

        var holdings = await hub.ReadAsync(part, hosts, cancellationToken);
        // A unit is of the host of its project: what the registry has of a host that is left out, nobody here can judge.
        var left = holdings.LeftOut.Select(host => host.Code).ToHashSet();
        var held = snapshot.Ranges.Where(range => !left.Contains(range.Cell.Project.Party));
        var unknown = part.Registry.Party is null ? DifferenceKind.OrphanUse : DifferenceKind.MissingLocal;
        return part with
        {
            Comparison = HoldingsComparison.Compare(holdings.Ranges, held, holdings.InFlight, unknown, holdings.NotWithdrawn),
            Adjustments = snapshot.Adjustments is { } booked
                ? AdjustmentsComparison.Compare(holdings.Booked, holdings.AdjustmentsInFlight, booked.Where(adjustment => !left.Contains(adjustment.Project.Party)))
                : null,
            LeftOut = holdings.LeftOut,
            Errors = [.. holdings.LeftOut.Select(host => JournalBroken(host, hub.Broken[host]))],
        };
    }

    /// <summary>A journal that does not hold is worse than any difference; the result says whose it is, and what it says.</summary>
    internal static Finding JournalBroken(PartyId host, string why) => new("journal-broken", "",
        $"The journal of {host} does not hold, so nothing of {host} is compared: {why}", $"{host}の台帳の記録に不整合があるため、{host}の分は照合していません。");

    private async Task<IReadOnlyList<OpenLeg>> OpenLegsAsync(HubSide hub, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        var legs = await hub.OfEachAsync(hosts, host => OpenLegsAsync(hub, host, cancellationToken));
        return [.. legs.OrderBy(leg => leg.Registry.Code, StringComparer.Ordinal).ThenBy(leg => leg.Cell, HoldingCell.Order)];
    }

    private async Task<IReadOnlyList<OpenLeg>> OpenLegsAsync(HubSide hub, HostCut host, CancellationToken cancellationToken)
    {
        var legs = new List<OpenLeg>();
        var state = await hub.StateAsync(host.Host, host.Head.LastEntry, cancellationToken);
        foreach (var leg in state.Blocks.Where(block => block.State == UnitState.Awaiting)
            .GroupBy(block => (block.Registry, block.Decision, Cell: HoldingCell.Of(block))))
        {
            var (_, issuance) = (await ledger.View(host.Host).IssuanceAsync(leg.Key.Decision, cancellationToken))!.Value;
            legs.Add(new OpenLeg(leg.Key.Registry, leg.Key.Cell, leg.Sum(block => block.Units.Count), leg.Key.Decision, await NotifiedAtAsync(host.Host, issuance, cancellationToken)));
        }

        return legs;
    }

    /// <summary>An issuance whose registries are not asked yet was notified when its decision came into force.</summary>
    private async Task<DateTimeOffset> NotifiedAtAsync(PartyId host, Domain.Ledger.Issuance issuance, CancellationToken cancellationToken) =>
        issuance.NotifiedAt ?? (await ledger.View(host).DecisionAsync(issuance.Decision.PartOf, cancellationToken))!.Value.Value.NotifiedAt!.Value;
}
