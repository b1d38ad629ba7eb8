using System.Collections.Concurrent;
using System.Text.Json;
using JcmHub.Domain.Adjustments;
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
    private readonly ConcurrentDictionary<PartyId, string> _broken = [];

    /// <summary>Hosts of whose ledger something could not be read or does not hold, and what; complete when every host was asked for.</summary>
    public IReadOnlyDictionary<PartyId, string> Broken => _broken;

    /// <summary>A host's counters as they are now; one whose counters cannot be read is broken.</summary>
    public async Task<HostCut> HeadAsync(PartyId host, CancellationToken cancellationToken) =>
        await TryAsync(host, async () => new HostCut(host, await ledger.View(host).HeadAsync(cancellationToken)))
        ?? new HostCut(host, LedgerHead.Empty) { IsReadable = false };

    /// <summary>What the hub has in a registry. A host whose part cannot be read is left out, and the others are not.</summary>
    public async Task<HubHoldings> ReadAsync(RegistryPart part, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        var ranges = new List<HeldRange>();
        var inFlight = new List<PendingEffect>();
        var booked = new List<BookedAdjustment>();
        var adjustmentsInFlight = new List<BookedAdjustment>();
        var notWithdrawn = new List<HeldRange>();
        var leftOut = new List<PartyId>();
        foreach (var host in hosts.Where(host => host.Concerns(part.Registry)))
        {
            if (host.IsReadable && await TryAsync(host.Host, () => ReadAsync(part, host, cancellationToken)) is { } holdings)
            {
                ranges.AddRange(holdings.Ranges);
                inFlight.AddRange(holdings.InFlight);
                booked.AddRange(holdings.Booked);
                adjustmentsInFlight.AddRange(holdings.AdjustmentsInFlight);
                notWithdrawn.AddRange(holdings.NotWithdrawn);
            }
            else
                leftOut.Add(host.Host);
        }

        ranges.Sort(static (one, other) => one.Serials.First.CompareTo(other.Serials.First));
        return new HubHoldings(ranges, inFlight) { NotWithdrawn = notWithdrawn, Booked = booked, AdjustmentsInFlight = adjustmentsInFlight, LeftOut = leftOut };
    }

    /// <summary>One host's part of it.</summary>
    private async Task<HubHoldings> ReadAsync(RegistryPart part, HostCut host, CancellationToken cancellationToken)
    {
        var ranges = new List<HeldRange>();
        var inFlight = new List<PendingEffect>();
        var applied = await PassedAsync(part, host, cancellationToken);
        if (part.Registry.Party is not { } party)
        {
            // The market's list is in the records that went there; the journal need not hold for it.
            return await AnnouncedAsync(host, part.Registry, applied, cancellationToken);
        }

        var cut = await CutAsync(host, part.Registry, applied, cancellationToken);
        var state = await StateAsync(host.Host, cut, cancellationToken);
        ranges.AddRange(state.Blocks
            .Where(block => block.Registry == party && block.RegistrySerials is not null)
            .Select(block => new HeldRange(block.RegistrySerials!.Value, HoldingCell.Of(block))));
        var unreceipted = await UnreceiptedAsync(host, part.Registry, applied, cut, cancellationToken);
        inFlight.AddRange(unreceipted.SelectMany(Effects));
        await AddSettlingAsync(state, part.Registry, applied, inFlight, cancellationToken);
        var sent = unreceipted.Select(record => record.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        var told = state.Adjustments.Where(adjustment => RecordId.TryParse(adjustment.Record, out var record) && record.Destination == part.Registry).ToArray();
        return new HubHoldings(ranges, inFlight)
        {
            Booked = [.. told.Where(adjustment => adjustment.ReceiptedOn is not null).Select(Booked)],
            AdjustmentsInFlight = [.. told.Where(adjustment => adjustment.ReceiptedOn is null && sent.Contains(adjustment.Record!)).Select(Booked)],
        };
    }

    private static BookedAdjustment Booked(CorrespondingAdjustment adjustment) =>
        new(adjustment.Id, adjustment.Project, adjustment.Vintage, adjustment.Tonnes.Value, adjustment.ReceiptedOn);

    /// <summary>
    /// Numbers of a registry that the ledgers of two hosts hold now, whether it could be asked or not. A host whose journal does not hold is left out.
    /// </summary>
    public async Task<IReadOnlyList<DoubledNumbers>> DoubledAsync(Destination registry, IReadOnlyList<HostCut> hosts, CancellationToken cancellationToken)
    {
        var ledgers = new List<IEnumerable<NumberClaim>>();
        foreach (var host in hosts.Where(host => host.IsReadable && host.Concerns(registry)))
        {
            if (await TryAsync(host.Host, () => StateAsync(host.Host, host.Head.LastEntry, cancellationToken)) is { } state)
                ledgers.Add(state.Blocks.Where(block => block.Registry == registry.Party && block.RegistrySerials is not null)
                    .Select(block => new NumberClaim(host.Host, block)).OrderBy(claim => claim.Numbers.First));
        }

        var doubled = new List<DoubledNumbers>();
        foreach (var twice in NumbersGivenTwice.Find(ledgers))
            doubled.Add(new DoubledNumbers(twice, await GivenByAsync(twice.One, cancellationToken), await GivenByAsync(twice.Other, cancellationToken)));
        return doubled;
    }

    /// <summary>The record by whose receipt a block got its numbers.</summary>
    private async Task<string?> GivenByAsync(NumberClaim claim, CancellationToken cancellationToken) =>
        (await ledger.View(claim.Host).IssuanceAsync(claim.Block.Decision, cancellationToken))?.Value.Records
            .LastOrDefault(record => record.Kind == RecordKind.Issuance && record.Id.Destination == claim.Block.Registry
                && record.Units.Any(units => units.Contains(claim.Block.Units)))?.Id.ToString();

    /// <summary>A host's ledger after an entry; most registries ask for the same one.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold.</exception>
    public async Task<LedgerState> StateAsync(PartyId host, long entry, CancellationToken cancellationToken) =>
        _states.TryGetValue((host, entry), out var known) ? known : _states[(host, entry)] = await cuts.AtAsync(host, entry, cancellationToken);

    /// <summary>Reads something of a host's ledger; null, and the host is broken, where a row is missing, cannot be read, or the journal does not hold.</summary>
    public async Task<T?> TryAsync<T>(PartyId host, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or FormatException
            or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            _broken[host] = fault.Message;
            return null;
        }
    }

    /// <summary>What each host gives whose counters can be read; one of which something cannot be read is broken, and gives nothing.</summary>
    public async Task<IReadOnlyList<T>> OfEachAsync<T>(IReadOnlyList<HostCut> hosts, Func<HostCut, Task<IReadOnlyList<T>>> read)
    {
        var all = new List<T>();
        foreach (var host in hosts.Where(host => host.IsReadable))
            all.AddRange(await TryAsync(host.Host, () => read(host)) ?? []);
        return all;
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
    /// The market knows what was announced to it and not withdrawn, under the numbers of Japan's registry, as far as it took notice; of what it
    /// has not receipted it may know or not.
    /// </summary>
    private async Task<HubHoldings> AnnouncedAsync(HostCut host, Destination market, long applied, CancellationToken cancellationToken)
    {
        var listed = new MarketList();
        var inFlight = new List<PendingEffect>();
        var passed = Math.Min(applied, host.Head.StreamTails.GetValueOrDefault(market));
        await foreach (var told in ledger.View(host.Host).RecordsAsync(market, 1, passed, cancellationToken))
        {
            // Of a number that stands for nothing, the market did not take what stood there before.
            var record = told.Record.InPlaceOf ?? told.Record;
            if (record.Project is null)
                continue;
            var isTaken = !told.IsRefused && told.Record.InPlaceOf is null;
            using var document = JsonDocument.Parse(record.Document);
            var data = document.RootElement.GetProperty("data");
            foreach (var block in data.Items("blocks"))
            {
                var units = new HeldRange(Serials(block), Cell(block.Text("account"), AccountType.EntityHolding, data, block));
                if (!TellMarket.IsAnnouncement(document.RootElement))
                    listed.Remove(units, isTaken);
                else if (told.End is not null)
                    listed.Add(units, isTaken);
                if (told.End is null)
                    inFlight.Add(new PendingEffect(record.Id, units.Cell, units.Serials.Count, null, units.Serials));
            }
        }

        return new HubHoldings([.. listed.Ranges], inFlight) { NotWithdrawn = [.. listed.NotWithdrawn] };
    }

    private async Task<long> CutAsync(HostCut host, Destination registry, long applied, CancellationToken cancellationToken) =>
        await EndAsync(new RecordId(host.Host, registry, applied + 1), cancellationToken) is { } next && next.ReceiptEntry <= host.Head.LastEntry
            ? next.ReceiptEntry - 1
            : host.Head.LastEntry;

    /// <summary>From the last record passed back to the first whose receipt is in the ledger at the cut: receipts come in order.</summary>
    private async Task<IReadOnlyList<OutboxRecord>> UnreceiptedAsync(
        HostCut host, Destination registry, long applied, long cut, CancellationToken cancellationToken)
    {
        var records = new List<OutboxRecord>();
        for (var number = Math.Min(applied, host.Head.StreamTails.GetValueOrDefault(registry)); number > 0; number--)
        {
            var id = new RecordId(host.Host, registry, number);
            // Waiting is read first: a record goes from waiting to its end, never back.
            var waiting = await ledger.View(host.Host).OutboxAsync(id, cancellationToken);
            var end = await EndAsync(id, cancellationToken);
            if (end is not null && end.ReceiptEntry <= cut)
                break;
            var record = end?.Record ?? waiting!.Value.Value;
            if (end is not { RefusalCodes.Count: > 0 } && !record.IsWithoutWords)
                records.Add(record);
        }

        return records;
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
            // A correction holds units under its own name, and moves none.
            if (await ledger.View(state.Host).FindAsync<Operation>(OperationParts.Key(id), cancellationToken) is not { Value: var operation })
                continue;
            if (operation.Record is { } record && record.Number <= applied && await EndAsync(record, cancellationToken) is { RefusalCodes.Count: 0 } end)
                inFlight.AddRange(Effects(end.Record));
        }
    }

    /// <summary>What a record does to the registry's holdings; nothing where it moves no unit.</summary>
    private static List<PendingEffect> Effects(OutboxRecord record)
    {
        using var document = JsonDocument.Parse(record.Document);
        var data = document.RootElement.GetProperty("data");
        var isIssuance = document.RootElement.Text("type") == "jcm.issuance.v1";
        var effects = new List<PendingEffect>();
        foreach (var block in data.Items("blocks"))
        {
            if (isIssuance)
                effects.Add(new PendingEffect(record.Id, Cell(block.Text("account"), block.Word<AccountType>("accountType"), data, block), block.Number("tonnes"), null, null));
            else if (Named("toAccount", block, data) is { } to)
                effects.Add(new PendingEffect(
                    record.Id, Cell(to.Text("toAccount"), to.Word<AccountType>("toAccountType"), data, block), block.Number("tonnes"),
                    Cell(Named("fromAccount", block, data)!.Value.Text("fromAccount"), null, data, block), Serials(block)));
        }

        return effects;
    }

    /// <summary>A move names its accounts for each block or for all of them; a record that moves nothing names none.</summary>
    private static JsonElement? Named(string name, JsonElement block, JsonElement data) =>
        block.TryGetProperty(name, out _) ? block : data.TryGetProperty(name, out _) ? data : null;

    private static HoldingCell Cell(string account, AccountType? type, JsonElement data, JsonElement block) =>
        new(account, ProjectId.Parse(data.Text("project")), new Vintage((int)block.Integer("vintage"))) { Type = type };

    private static SerialRange Serials(JsonElement block) => new(block.Number("registryFirst"), block.Number("registryLast"));

    private async Task<DeliveredRecord?> EndAsync(RecordId id, CancellationToken cancellationToken) =>
        await ledger.View(id.Host).FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is { Value: var end } ? end : null;
}
