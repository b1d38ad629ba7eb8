using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Reconciliation;

/// <summary>
/// The hub's side of a comparison, as it was when a registry had passed so many records of each stream: of each host the ledger at the
/// cut before the receipt of the first record that the registry had not passed. What it had passed, and whose outcome the ledger does not
/// wholly show at the cut, is in flight. So neither side is ahead of the other by a record, whenever each was looked at.
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
        RegistryPart part, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        var snapshot = part.Snapshot!;
        var ranges = new List<HeldRange>();
        var inFlight = new List<PendingEffect>();
        foreach (var host in hosts)
        {
            var applied = await PassedAsync(part, host, cancellationToken);
            if (snapshot.Registry.Party is not { } party)
            {
                await AddAnnouncedAsync(host, snapshot.Registry, applied, ranges, inFlight, cancellationToken);
                continue;
            }

            var cut = await CutAsync(host, snapshot.Registry, applied, cancellationToken);
            var state = await StateAsync(host.Host, cut, cancellationToken);
            ranges.AddRange(state.Blocks
                .Where(block => block.Registry == party && block.RegistrySerials is not null)
                .Select(block => new HeldRange(block.RegistrySerials!.Value, new HoldingCell(block.Account, block.Project, block.Vintage))));
            await AddUnreceiptedAsync(host, snapshot.Registry, applied, cut, inFlight, cancellationToken);
            await AddSettlingAsync(state, snapshot.Registry, applied, inFlight, cancellationToken);
        }

        ranges.Sort(static (one, other) => one.Serials.First.CompareTo(other.Serials.First));
        return (ranges, inFlight);
    }

    /// <summary>
    /// How far a registry had come: the number that it tells, or that of a later record which it had receipted before it was asked, or
    /// before its snapshot's instant. Then it has lost what it did, as when a backup is restored, and the units that are gone are named.
    /// </summary>
    private async Task<long> PassedAsync(RegistryPart part, HostCut host, CancellationToken cancellationToken)
    {
        var told = part.Snapshot!.Applied.GetValueOrDefault(host.Host);
        // Most registries have come as far as there are records.
        if (told >= host.Head.StreamTails.GetValueOrDefault(part.Registry))
            return told;
        for (var receipted = await ReceiptedAsync(host.Host, part.Registry, cancellationToken); receipted > told; receipted--)
        {
            var end = await EndAsync(new RecordId(host.Host, part.Registry, receipted), cancellationToken);
            if (end is { Receipt: not null }
                && (receipted <= part.ReceiptedBefore.GetValueOrDefault(host.Host) || end.ReceiptedAt < part.Snapshot.AsOf - ClockSkew.Most))
                return receipted;
        }

        return told;
    }

    /// <summary>The last record of a stream whose end is in the ledger.</summary>
    public async Task<long> ReceiptedAsync(PartyId host, Destination registry, CancellationToken cancellationToken) =>
        (await ledger.View(host).FindAsync<StreamCursor>(LedgerKeys.Cursor(registry), cancellationToken))?.Value.Delivered ?? 0;

    /// <summary>
    /// The market knows what was announced to it and not withdrawn, under the numbers of Japan's registry; of what it has not receipted it may
    /// know or not.
    /// </summary>
    private async Task AddAnnouncedAsync(
        HostCut host, Destination market, long applied, List<HeldRange> ranges, List<PendingEffect> inFlight, CancellationToken cancellationToken)
    {
        var listed = new MarketList();
        var passed = Math.Min(applied, host.Head.StreamTails.GetValueOrDefault(market));
        await foreach (var (record, end) in ledger.View(host.Host).RecordsAsync(market, 1, passed, cancellationToken))
        {
            if (end is { RefusalCodes.Count: > 0 } || record.InPlaceOf is not null)
                continue;
            using var document = JsonDocument.Parse(record.Document);
            var data = document.RootElement.GetProperty("data");
            foreach (var block in data.Items("blocks"))
            {
                var told = new HeldRange(Serials(block), Cell(block.Text("account"), data, block));
                if (!TellMarket.IsAnnouncement(document.RootElement))
                    listed.Remove(told);
                else if (end is not null)
                    listed.Add(told);
                if (end is null)
                    inFlight.Add(new PendingEffect(record.Id, told.Cell, told.Serials.Count, null, told.Serials));
            }
        }

        ranges.AddRange(listed.Ranges);
    }

    private async Task<long> CutAsync(HostCut host, Destination registry, long applied, CancellationToken cancellationToken) =>
        await EndAsync(new RecordId(host.Host, registry, applied + 1), cancellationToken) is { } next && next.ReceiptEntry <= host.Head.LastEntry
            ? next.ReceiptEntry - 1
            : host.Head.LastEntry;

    /// <summary>From the last record passed back to the first whose receipt is in the ledger at the cut: receipts come in order.</summary>
    private async Task AddUnreceiptedAsync(
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
            var record = end?.Record ?? waiting!.Value.Value;
            if (end is not { RefusalCodes.Count: > 0 } && record.InPlaceOf is null)
                inFlight.AddRange(Effects(record));
        }
    }

    /// <summary>
    /// A receipt of many fragments is booked in parts (D4): what is still reserved for it at the cut is where it was before, although the
    /// registry has moved it. The last numbers passed and receipted do not tell; the reserved blocks do.
    /// </summary>
    private async Task AddSettlingAsync(
        LedgerState state, Destination registry, long applied, List<PendingEffect> inFlight, CancellationToken cancellationToken)
    {
        foreach (var id in state.Blocks.Where(block => block.Registry == registry.Party).Select(block => block.Operation).OfType<string>().Distinct())
        {
            var (_, operation) = (await ledger.View(state.Host).FindAsync<Operation>(OperationParts.Key(id), cancellationToken))!.Value;
            if (operation.Record is { } record && record.Number <= applied && await EndAsync(record, cancellationToken) is { RefusalCodes.Count: 0 } end)
                inFlight.AddRange(Effects(end.Record));
        }
    }

    /// <summary>What a record does to the registry's holdings.</summary>
    private static List<PendingEffect> Effects(OutboxRecord record)
    {
        using var document = JsonDocument.Parse(record.Document);
        var data = document.RootElement.GetProperty("data");
        var isIssuance = document.RootElement.Text("type") == "jcm.issuance.v1";
        var effects = new List<PendingEffect>();
        foreach (var block in data.Items("blocks"))
        {
            effects.Add(isIssuance
                ? new PendingEffect(record.Id, Cell(block.Text("account"), data, block), block.Number("tonnes"), null, null)
                : new PendingEffect(
                    record.Id, Cell(Account("toAccount", block, data), data, block), block.Number("tonnes"),
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
