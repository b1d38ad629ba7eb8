using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Corrections;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Reconciliation;
using JcmHub.Flows.UnitOperations;
using Moq;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>
/// The registries' desk: asks for operations, and applies every record that is on its way as a registry does that numbers its units from
/// 1. What the receipts mean is booked by the product.
/// </summary>
internal sealed class RegistryDesk
{
    private readonly StorageFixture _storage;
    private readonly Hub _hub;
    private readonly RequestOperation _request;
    private readonly Dictionary<Destination, long> _lastSerials = [];

    public RegistryDesk(Hub hub, StorageFixture storage)
    {
        (_hub, _storage) = (hub, storage);
        var market = new TellMarket(hub.Rules);
        var parts = new OperationParts(hub.Rules, hub.Ledger, market);
        Claim = new ClaimUnits(hub.Rules, new TableAccounts(storage.Tables()), TimeProvider.System);
        Parts = parts;
        _request = new RequestOperation(hub.Rules, Claim, hub.Ledger, parts);
        Market = market;
        Causes = [new IssuanceBooking(hub.Rules), new OperationBooking(parts), new CorrectionBooking(market), new MarketListBooking()];
        var deliveries = new DeliveryRules(hub.Rules, 1);
        var leases = new StreamLeases(new TableLedgerRows(storage.Tables()), deliveries, TimeProvider.System);
        Book = new BookReceipt(hub.Ledger, leases, deliveries, Causes, Mock.Of<IRecordQueue>(), new ExchangeSteps());
        Letters = new DeadLetters(hub.Rules, hub.Ledger, Causes, new OverdueReceipts(hub.Rules, hub.Ledger, TimeProvider.System), leases, Mock.Of<IRecordQueue>(), Mock.Of<IDeadLetterQueues>());
    }

    public BookReceipt Book { get; }

    public ClaimUnits Claim { get; }

    public IReadOnlyList<ICauseBooking> Causes { get; }

    public DeadLetters Letters { get; }

    public OperationParts Parts { get; }

    public TellMarket Market { get; }

    public static Caller Registry(string party) => new($"registry {party}", "registry", PartyId.Parse(party));

    /// <summary>A registry tells of its accounts: government, two companies, retirement, cancellation.</summary>
    public async Task TellAccountsAsync(string registry, AccountStatus status = AccountStatus.Open)
    {
        RegistryAccount Account(string suffix, AccountType type, string holder) => new($"{registry}-{suffix}", type, holder, registry, status);
        await new TableAccounts(_storage.Tables()).ReplaceAsync(PartyId.Parse(registry), DateTimeOffset.UnixEpoch,
        [
            Account("GOV", AccountType.GovernmentHolding, $"Government of {registry}"),
            Account("ENT-1", AccountType.EntityHolding, "A company"),
            Account("ENT-2", AccountType.EntityHolding, "Another company"),
            Account("RET", AccountType.Retirement, $"Government of {registry}"),
            Account("CAN", AccountType.Cancellation, $"Government of {registry}"),
        ], default);
    }

    /// <summary>An operation in a registry; more properties may be added.</summary>
    public Task<Outcome<JsonObject>> AskAsync(OperationKind kind, string host, string project, string id, string from, string to, long tonnes, string more = "", Caller? caller = null)
    {
        var word = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
        return _request.RequestAsync(kind, Hub.Document($$"""
            {"documentType":"{{word}}-request","schemaVersion":"1.0","operation":"{{id}}","host":"{{host}}","project":"{{project}}",
             "fromAccount":"{{from}}","toAccount":"{{to}}","tonnes":"{{tonnes}}"{{(more.Length > 0 ? "," : "")}}{{more}} }
            """), caller ?? Registry(from[..2]), default);
    }

    /// <summary>An operation that the registry has done.</summary>
    public async Task DoneAsync(OperationKind kind, string host, string project, string id, string from, string to, long tonnes, DateOnly day, string more = "")
    {
        Hub.Ok(await AskAsync(kind, host, project, id, from, to, tonnes, more));
        await ApplyAsync(host, PartyId.Parse(from[..2]), day);
    }

    /// <summary>A destination applies, or refuses, the records on their way to it, in order: every one, or so many.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ApplyAsync(string host, Destination destination, DateOnly day, string? refuseWith = null, int most = int.MaxValue)
    {
        var count = 0;
        while (count < most && await _hub.Ledger.View(PartyId.Parse(host)).FirstOutboxAsync(destination, default) is { } record)
        {
            Assert.Empty(_hub.Rules.Schemas.Check(DocumentSchemas.Record, Encoding.UTF8.GetBytes(record.Document)));
            var receipt = await ReceiptForAsync(record, day, refuseWith);
            Hub.Ok(await Book.BookAsync(record, new SignedReceipt(receipt, default, null, null, record.Digest), default));
            count++;
        }

        return count;
    }

    /// <summary>The receipt of a destination that did, or refused, what the record asks for.</summary>
    public async Task<Receipt> ReceiptForAsync(OutboxRecord record, DateOnly day, string? refuseWith = null)
    {
        // Nothing is done before what it rests on: what is asked for today is not done on a day of the past.
        var cause = await Causes.Single(each => each.Kind == record.Cause.Kind).LoadAsync(_hub.Ledger.View(record.Id.Host), record, default);
        return new Receipt(record.Id, record.Digest, refuseWith is null, cause.Demand.RestsOn > day ? cause.Demand.RestsOn : day)
        {
            Blocks = refuseWith is null ? Blocks(record) : [], Codes = refuseWith is null ? [] : [refuseWith],
        };
    }

    private ReceiptBlock[] Blocks(OutboxRecord record)
    {
        if (record.Id.Destination == Destination.GxEts)
            return [];
        using var document = JsonDocument.Parse(record.Document);
        var data = document.RootElement.GetProperty("data");
        return data.TryGetProperty("blocks", out var blocks) ? [.. blocks.EnumerateArray().Select(block => Block(record, data, block))] : [];
    }

    private ReceiptBlock Block(OutboxRecord record, JsonElement data, JsonElement block)
    {
        var units = new SerialRange(Number(block, "hubFirst"), Number(block, "hubLast"));
        var registry = record.Id.Destination;
        // A correction names no account: its units stay where they are.
        var account = block.TryGetProperty("toAccount", out var named) || data.TryGetProperty("toAccount", out named) || block.TryGetProperty("account", out named)
            ? named.GetString()!
            : record.Blocks.Single(held => held.Units.Contains(units)).Account;
        var serials = block.TryGetProperty("registryFirst", out _)
            ? new SerialRange(Number(block, "registryFirst"), Number(block, "registryLast"))
            : SerialRange.From(_lastSerials.GetValueOrDefault(registry) + 1, units.Count);
        _lastSerials[registry] = Math.Max(_lastSerials.GetValueOrDefault(registry), serials.Last);
        return new ReceiptBlock(units, new Vintage(block.GetProperty("vintage").GetInt32()), account, serials);
    }

    private static long Number(JsonElement item, string name) => long.Parse(item.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
