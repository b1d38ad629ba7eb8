using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Reconciliation;

/// <summary>
/// The hub's side of a comparison, as it was when a registry had applied so many records of each stream: of each host the ledger at
/// the cut before the receipt of the first record that the registry had not applied. What the registry had taken and the ledger does
/// not show whole at that cut is in flight: records without a receipt, which may have been refused as well, and operations that settle
/// in parts. So neither side is ahead of the other by a record, whenever each was looked at.
/// </summary>
internal sealed class HubSide(Ledger ledger, LedgerCuts cuts)
{
    private readonly Dictionary<(PartyId Host, long Entry), LedgerState> _states = [];

    /// <summary>A host's ledger after an entry; most registries ask for the same one.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold.</exception>
    public async Task<LedgerState> StateAsync(PartyId host, long entry, CancellationToken cancellationToken) =>
        _states.TryGetValue((host, entry), out var known) ? known : _states[(host, entry)] = await cuts.AtAsync(host, entry, cancellationToken);

    /// <summary>What the hub has in a registry.</summary>
    public async Task<(IReadOnlyList<HeldRange> Ranges, IReadOnlyList<PendingEffect> InFlight)> ReadAsync(
        RegistrySnapshot snapshot, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        var ranges = new List<HeldRange>();
        var inFlight = new List<PendingEffect>();
        foreach (var host in hosts)
        {
            var applied = snapshot.Applied.GetValueOrDefault(host.Host);
            if (snapshot.Registry.Party is not { } party)
            {
                await AddAnnouncedAsync(host, snapshot.Registry, applied, ranges, inFlight, cancellationToken);
                continue;
            }

            var cut = await CutAsync(host, snapshot.Registry, applied, cancellationToken);
            var issued = (await StateAsync(host.Host, cut, cancellationToken)).Blocks
                .Where(block => block.Registry == party && block.RegistrySerials is not null).ToArray();
            ranges.AddRange(issued.Select(block => new HeldRange(block.RegistrySerials!.Value, new HoldingCell(block.Account, block.Project, block.Vintage))));
            await AddInFlightAsync(host, snapshot.Registry, applied, cut, inFlight, cancellationToken);
            await AddSettlingAsync(host, issued.Select(block => block.Operation).OfType<string>().Distinct(), cut, inFlight, cancellationToken);
        }

        ranges.Sort(static (one, other) => one.Serials.First.CompareTo(other.Serials.First));
        return (ranges, inFlight);
    }

    /// <summary>The market knows what was announced to it, under the numbers of Japan's registry, whatever became of it since.</summary>
    private async Task AddAnnouncedAsync(
        HostCut host, Destination market, long applied, List<HeldRange> ranges, List<PendingEffect> inFlight, CancellationToken cancellationToken)
    {
        await foreach (var record in ledger.View(host.Host).RecordsAsync(market, 1, cancellationToken))
        {
            if (record.Id.Number > applied)
                return;
            var end = await EndAsync(record.Id, cancellationToken);
            if (end is { RefusalCodes.Count: > 0 })
                continue;
            using var document = JsonDocument.Parse(record.Document);
            var data = document.RootElement.GetProperty("data");
            foreach (var block in data.Items("blocks"))
            {
                var cell = Cell(block.Text("account"), data, block);
                if (end is null)
                    inFlight.Add(new PendingEffect(cell, block.Number("tonnes"), null, Serials(block)) { MayBeRefused = true });
                else
                    ranges.Add(new HeldRange(Serials(block), cell));
            }
        }
    }

    private async Task<long> CutAsync(HostCut host, Destination registry, long applied, CancellationToken cancellationToken) =>
        await EndAsync(new RecordId(host.Host, registry, applied + 1), cancellationToken) is { } next && next.ReceiptEntry <= host.Head.LastEntry
            ? next.ReceiptEntry - 1
            : host.Head.LastEntry;

    /// <summary>From the last record applied back to the first whose receipt is in the ledger at the cut: receipts come in order.</summary>
    private async Task AddInFlightAsync(
        HostCut host, Destination registry, long applied, long cut, List<PendingEffect> inFlight, CancellationToken cancellationToken)
    {
        for (var number = Math.Min(applied, host.Head.StreamTails.GetValueOrDefault(registry)); number > 0; number--)
        {
            var id = new RecordId(host.Host, registry, number);
            // Waiting is read first: a record goes from waiting to its end, never back.
            var waiting = await ledger.View(host.Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), cancellationToken);
            var end = await EndAsync(id, cancellationToken);
            if (end is not null && end.ReceiptEntry <= cut)
                return;
            if (end is { RefusalCodes.Count: > 0 })
                continue;
            inFlight.AddRange(Effects(end?.Record ?? waiting!.Value.Value, mayBeRefused: end is null));
        }
    }

    /// <summary>
    /// A large operation settles in parts, the first with its receipt (D4): as long as units at the cut are still its own, all that the
    /// registry did with them is in flight.
    /// </summary>
    private async Task AddSettlingAsync(HostCut host, IEnumerable<string> operations, long cut, List<PendingEffect> inFlight, CancellationToken cancellationToken)
    {
        foreach (var key in operations)
        {
            if (await ledger.View(host.Host).FindAsync<Operation>(OperationParts.Key(key), cancellationToken) is { Value.Record: { } id }
                && await EndAsync(id, cancellationToken) is { RefusalCodes.Count: 0 } end && end.ReceiptEntry <= cut)
                inFlight.AddRange(Effects(end.Record, mayBeRefused: false));
        }
    }

    /// <summary>What a record does to the registry's holdings.</summary>
    private static List<PendingEffect> Effects(OutboxRecord record, bool mayBeRefused)
    {
        using var document = JsonDocument.Parse(record.Document);
        var data = document.RootElement.GetProperty("data");
        var isIssuance = document.RootElement.Text("type") == "jcm.issuance.v1";
        var effects = new List<PendingEffect>();
        foreach (var block in data.Items("blocks"))
        {
            effects.Add(isIssuance
                ? new PendingEffect(Cell(block.Text("account"), data, block), block.Number("tonnes"), null, null) { MayBeRefused = mayBeRefused }
                : new PendingEffect(
                    Cell(Account("toAccount", block, data), data, block), block.Number("tonnes"),
                    Cell(Account("fromAccount", block, data), data, block), Serials(block)));
        }

        return effects;
    }

    /// <summary>A move names its accounts for each block or for all of them.</summary>
    private static string Account(string name, JsonElement block, JsonElement data) =>
        (block.TryGetProperty(name, out var own) ? own : data.GetProperty(name)).GetString()!;

    private static HoldingCell Cell(string account, JsonElement data, JsonElement block) =>
        new(account, ProjectId.Parse(data.Text("project")), new Vintage((int)block.Integer("vintage")));

    private static SerialRange Serials(JsonElement block) => new(block.Number("registryFirst"), block.Number("registryLast"));

    private async Task<DeliveredRecord?> EndAsync(RecordId id, CancellationToken cancellationToken) =>
        await ledger.View(id.Host).FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is { Value: var end } ? end : null;
}
