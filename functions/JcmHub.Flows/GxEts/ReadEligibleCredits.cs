using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.GxEts;

/// <summary>
/// The feed of units that became eligible for GX-ETS, in the order in which each host's ledger announced them: every announcement
/// once, with its evidence and the receipts that prove it, how much of it is still so, and what was withdrawn since. These are the
/// records that the queue carries to the market. An announcement of which nothing is on the list any more is passed over.
/// </summary>
public sealed class ReadEligibleCredits(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>The most announcements in one answer.</summary>
    public const int LargestPage = 100;

    /// <summary>The most records looked at for one answer: where few of them are still so, it is short, and there is more.</summary>
    public const int MostRecords = 1000;

    /// <summary>What came after a cursor.</summary>
    /// <param name="after">The cursor of the answer before; empty or absent from the beginning.</param>
    /// <param name="caller">Who asks: the hosts that it does not reach are left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Items, the cursor after them, and whether there is more. Refusal <c>cursor-unreadable</c> (400) for what the feed cannot have given this
    /// caller: a number that no record has yet, a host that has none.
    /// </returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string? after, Caller caller, CancellationToken cancellationToken)
    {
        var heads = await HeadsAsync(caller, cancellationToken);
        if (FeedCursor.TryParse(after) is not { } cursor || !cursor.IsWithin(heads.ToDictionary(host => host.Host, host => TailOf(host.Head))))
            return new Refusal(RefusalKind.Malformed, "cursor-unreadable",
                "This is not a cursor that the feed gave.", "この文字列は、配信の継続位置として発行されたものではありません。");
        var (items, read) = (new JsonArray(), 0);
        foreach (var (host, head) in heads.Where(host => cursor.Of(host.Host) < TailOf(host.Head)))
        {
            var view = ledger.View(host);
            var gate = await HostGate.OfAsync(rules, view, head, PartyId.Japan, cancellationToken);
            await foreach (var record in view.RecordsAsync(Destination.GxEts, cursor.Of(host) + 1, TailOf(head), cancellationToken))
            {
                if (items.Count == LargestPage || read++ == MostRecords)
                    return Page(items, cursor, hasMore: true);
                if (await ItemAsync(view, gate, record, cancellationToken) is { } item)
                    items.Add(item);
                cursor = cursor.With(host, record.Record.Id.Number);
            }
        }

        return Page(items, cursor, hasMore: false);
    }

    private async Task<(PartyId Host, LedgerHead Head)[]> HeadsAsync(Caller caller, CancellationToken cancellationToken) =>
        await Task.WhenAll(rules.Hosts.Select(host => host.Id).Where(caller.ReachesHost)
            .Select(async host => (host, await ledger.View(host).HeadAsync(cancellationToken))));

    private static long TailOf(LedgerHead head) => head.StreamTails.GetValueOrDefault(Destination.GxEts);

    private static JsonObject Page(JsonArray items, FeedCursor cursor, bool hasMore) =>
        new() { ["items"] = items, ["next"] = cursor.ToString(), ["hasMore"] = hasMore };

    /// <summary>One record; null for units of which none is on the list any more as it says: it is of no use to whoever reads it only now.</summary>
    private async Task<JsonObject?> ItemAsync(LedgerView view, EligibilityGate gate, StreamRecord found, CancellationToken cancellationToken)
    {
        var record = found.Record;
        // A number that stands for nothing tells nothing.
        if (record.IsWithoutWords)
            return null;
        using var document = JsonDocument.Parse(record.Document);
        var data = document.RootElement.GetProperty("data");
        var item = new JsonObject
        {
            ["record"] = record.Id.ToString(),
            ["type"] = document.RootElement.Text("type"),
            ["digest"] = record.Digest,
            ["state"] = found.State,
            ["data"] = JsonObject.Create(data.Clone()),
        };
        if (found.IsRefused)
            item["codes"] = JsonWords.Texts(found.End!.RefusalCodes);
        if (!TellMarket.IsAnnouncement(document.RootElement))
            return item;
        if (found.IsRefused && await view.FindAsync<RefusedRecord>(LedgerKeys.Refused(record.Id), cancellationToken) is { Value.ReplayedAs: not null })
            return null;
        var (listed, eligible) = await ListedAsync(view, gate, record, data, cancellationToken);
        if (listed == 0)
            return null;
        item["eligibleNow"] = eligible.ToString(CultureInfo.InvariantCulture);
        item["receipts"] = await ReceiptsAsync(data, cancellationToken);
        return item;
    }

    /// <summary>
    /// How many of the tonnes that a record announced are on the list by it, and how many of those the gate lets pass now. A unit that was
    /// withdrawn and announced again is on the list by the later record only.
    /// </summary>
    private async Task<(long Listed, long Eligible)> ListedAsync(
        LedgerView view, EligibilityGate gate, OutboxRecord record, JsonElement data, CancellationToken cancellationToken)
    {
        var (listed, eligible, now) = (0L, 0L, time.GetUtcNow());
        Domain.Ledger.Issuance? issuance = null;
        foreach (var told in data.Items("blocks"))
        {
            var units = new SerialRange(told.Number("hubFirst"), told.Number("hubLast"));
            foreach (var block in await view.BlocksAsync(PartyId.Japan, units, cancellationToken))
            {
                if (!TellMarket.IsListedBy(block, record, told.Text("account")))
                    continue;
                var tonnes = Math.Min(block.Units.Last, units.Last) - Math.Max(block.Units.First, units.First) + 1;
                listed += tonnes;
                issuance ??= (await view.IssuanceAsync(data.Text("decision"), cancellationToken))!.Value.Value;
                if (gate.Ask(block, issuance.AuthorizationOf(block), now).IsEligible)
                    eligible += tonnes;
            }
        }

        return (listed, eligible);
    }

    private async Task<JsonArray> ReceiptsAsync(JsonElement data, CancellationToken cancellationToken)
    {
        var proofs = data.GetProperty("adjustments").EnumerateArray().Select(adjustment => adjustment.Text("firstTransfer"))
            .Prepend(data.GetProperty("issuance").Text("record"))
            .Distinct(StringComparer.Ordinal);
        var receipts = new JsonArray();
        foreach (var id in proofs.Select(RecordId.Parse))
        {
            if (await ledger.View(id.Host).FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is { Value: var delivered })
                receipts.Add(Receipt(id, delivered));
        }

        return receipts;
    }

    private static JsonObject Receipt(RecordId id, DeliveredRecord delivered) => new()
    {
        ["record"] = id.ToString(),
        ["digest"] = delivered.Record.Digest,
        ["receipt"] = delivered.Receipt is { } receipt ? JsonNode.Parse(receipt) : null,
    };
}
