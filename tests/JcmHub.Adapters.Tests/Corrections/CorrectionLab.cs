using System.Globalization;
using System.Text;
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
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Corrections;

/// <summary>
/// A host of flow A whose registry has issued 100 authorised tonnes: 60 for Japan, waiting for their transfer, and 40 of its own. Its registries
/// are played by the test: a record is answered when it says so.
/// </summary>
internal sealed class CorrectionLab
{
    private static readonly DateOnly Day = new(2025, 11, 3);
    private readonly StorageFixture _storage;
    private readonly TimeProvider _time;
    private readonly Hub _hub;

    private CorrectionLab(StorageFixture storage, string host, TimeProvider time, string flow)
    {
        (_storage, _time, Host) = (storage, time, PartyId.Parse(host));
        _hub = new Hub(storage, Hub.Project($"{host}001"), Hub.Host(host,
            """ "article6RulesAgreed":[{"from":"2013-01-01","value":"yes","source":"a test","certainty":"sourced"}] """, flow: flow));
        Ledger = Hub.LedgerOn(new TableLedgerRows(storage.Tables()));
    }

    public PartyId Host { get; }

    public string Decision => $"{Host}-ONE";

    public Ledger Ledger { get; }

    /// <param name="storage">The storage.</param>
    /// <param name="host">The host.</param>
    /// <param name="terms">What the authorisation's terms say of changes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="flow">The issuance flow; in flow B Japan's registry issues its 60 itself.</param>
    /// <param name="japan">How many of Japan's 60 are issued; in flow B by Japan's registry.</param>
    public static async Task<CorrectionLab> IssuedAsync(
        StorageFixture storage, string host, string? terms = null, TimeProvider? time = null, string flow = "A", long japan = 60)
    {
        var lab = new CorrectionLab(storage, host, time ?? TimeProvider.System, flow);
        var year = new MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31));
        await lab._hub.ReadyAsync($"{host}001", year, Day, (2021, 100));
        var decision = Hub.Decision(lab.Decision, Day, Hub.Project($"{host}001", year, Hub.Allocation(host, 2021, 60, 40)));
        decision["authorization"] = new JsonObject
        {
            ["authorizationId"] = "A-1", ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC", ["quantity"] = 60, ["authorizedOn"] = $"{Day:yyyy-MM-dd}",
        };
        if (terms is not null)
            decision["authorization"]!["changeAfterFirstTransfer"] = new JsonObject { ["rule"] = terms, ["terms"] = "in case of fraud", ["source"] = "the letter, paragraph 7" };
        await lab._hub.DecidedAsync(decision);
        await lab._hub.AppliedAsync(RecordId.Parse($"{host}.{host}.1"), Day, ofTheFirst: flow == "A" ? japan : null);
        if (flow == "B")
            await lab._hub.AppliedAsync(RecordId.Parse($"{host}.JP.1"), Day, ofTheFirst: japan);
        await new TableAccounts(storage.Tables()).ReplaceAsync(PartyId.Parse(host), DateTimeOffset.UnixEpoch,
        [
            new RegistryAccount($"{host}-GOV", AccountType.GovernmentHolding, "Host side", host, AccountStatus.Open),
            new RegistryAccount($"{host}-CAN", AccountType.Cancellation, "Host side", host, AccountStatus.Open),
        ], default);
        await new TableAccounts(storage.Tables()).ReplaceAsync(PartyId.Japan, DateTimeOffset.UnixEpoch,
        [
            new RegistryAccount("JP-GOV", AccountType.GovernmentHolding, "Government of Japan", "JP", AccountStatus.Open),
            new RegistryAccount("JP-CAN", AccountType.Cancellation, "Government of Japan", "JP", AccountStatus.Open),
        ], default);
        return lab;
    }

    /// <summary>A registry applies a record.</summary>
    public Task AppliedAsync(string record, DateOnly day) => _hub.AppliedAsync(RecordId.Parse(record), day);

    /// <summary>A registry is asked for what it has not issued.</summary>
    public Task<Outcome<JsonObject>> AskForRestAsync(string registry, Caller caller) => new AskForRest(_hub.Rules, Ledger).AskAsync(
        Decision, Hub.Document($$"""{"documentType":"rest-request","schemaVersion":"1.0","registry":"{{registry}}"}"""), caller, default);

    /// <summary>Japan's units move: first transferred, and issued in Japan's registry.</summary>
    public async Task TransferredAsync()
    {
        await ApproveTransferAsync();
        await _hub.AppliedAsync(RecordId.Parse($"{Host}.{Host}.{await LastAsync(Host)}"), Day);
        await _hub.AppliedAsync(RecordId.Parse($"{Host}.JP.1"), Day);
        if ((await IssuanceAsync()).Adjustments is [{ Record: { } adjustment }])
            await _hub.AppliedAsync(RecordId.Parse(adjustment), Day);
    }

    public async Task ApproveTransferAsync() => Hub.Ok(await _hub.ApproveTransfer.ApproveAsync(
        Decision, Hub.Document($$"""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"{{Day:yyyy-MM-dd}}"}"""), Hub.Government(Host.Code), default));

    public JsonObject Correction(string kind, string id, string registry, int tonnes, string reason = "over-issuance") => new()
    {
        ["documentType"] = "correction", ["schemaVersion"] = "1.0", ["correctionId"] = id, ["kind"] = kind, ["reason"] = reason,
        ["explanation"] = "a test", ["host"] = Host.Code, ["decision"] = Decision, ["tonnes"] = tonnes.ToString(CultureInfo.InvariantCulture),
        ["registry"] = registry, ["decidedOn"] = "2026-06-01",
    };

    public JsonObject Duty(string id, int tonnes, string by = "2027-06-01")
    {
        var duty = Correction("replacement-duty", id, "JP", tonnes, "reversal");
        (duty["obliged"], duty["replaceBy"]) = ("the participants", by);
        return duty;
    }

    private TellMarket Market => new(_hub.Rules);

    public Task<Outcome<JsonObject>> ApproveAsync(JsonObject correction, string party, ILedgerRows? rows = null)
    {
        var ledger = rows is null ? Ledger : Hub.LedgerOn(rows);
        return new DecideCorrection(_hub.Rules, Claim(), ledger, new OperationParts(_hub.Rules, ledger, Market), Market, _time)
            .ApproveAsync(Encoding.UTF8.GetBytes(correction.ToJsonString()), Hub.Government(party), default);
    }

    public async Task<JsonObject> DecidedAsync(JsonObject correction)
    {
        Hub.Ok(await ApproveAsync(correction, "JP"));
        return Hub.Ok(await ApproveAsync(correction, Host.Code));
    }

    public Task<Outcome<JsonObject>> CancelAsync(string id, string party, int tonnes, string? duty = null, ILedgerRows? rows = null)
    {
        var ledger = rows is null ? Ledger : Hub.LedgerOn(rows);
        var request = new JsonObject
        {
            ["documentType"] = "cancellation-request", ["schemaVersion"] = "1.0", ["operation"] = id, ["host"] = Host.Code, ["project"] = $"{Host}001",
            ["fromAccount"] = $"{party}-GOV", ["toAccount"] = $"{party}-CAN", ["tonnes"] = tonnes.ToString(CultureInfo.InvariantCulture), ["reason"] = "a test",
        };
        if (duty is not null)
            request["duty"] = duty;
        return new RequestOperation(_hub.Rules, Claim(), ledger, new OperationParts(_hub.Rules, ledger, Market)).RequestAsync(
            OperationKind.Cancellation, Encoding.UTF8.GetBytes(request.ToJsonString()), new Caller($"registry {party}", "registry", PartyId.Parse(party)), default);
    }

    /// <summary>A registry answers the next record of its stream: applied on a day, or refused with a code.</summary>
    public async Task<string?> AnswerAsync(string party, string day, string? refusal = null, ILedgerRows? rows = null)
    {
        var destination = PartyId.Parse(party);
        var record = (await Ledger.View(Host).FirstOutboxAsync(destination, default))!;
        Assert.Empty(_hub.Rules.Schemas.Check(DocumentSchemas.Record, Encoding.UTF8.GetBytes(record.Document)));
        var (ledger, parts) = (rows is null ? Ledger : Hub.LedgerOn(rows), new OperationParts(_hub.Rules, Ledger, Market));
        var to = JsonNode.Parse(record.Document)!["data"]!["toAccount"]?.GetValue<string>();
        var receipt = new Receipt(record.Id, record.Digest, refusal is null, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture))
        {
            Codes = refusal is null ? [] : [refusal],
            Blocks = refusal is not null ? [] : [.. record.Blocks.Select(block => new ReceiptBlock(block.Units, block.Vintage, to ?? block.Account, block.RegistrySerials!.Value))],
        };
        // The lab's issuances were booked by hand, without a cursor.
        await ledger.CommitAsync<bool>(Host, new Author("a registry", "registry", destination), async (view, entry) =>
        {
            ICauseBooking booking = record.Cause.Kind switch
            {
                CauseKind.Correction => new CorrectionBooking(Market),
                CauseKind.Issuance => new IssuanceBooking(_hub.Rules),
                _ => new OperationBooking(parts),
            };
            var loaded = await booking.LoadAsync(view, record, default);
            // The lab's days are told; its operations are asked for today.
            Assert.Null(ReceiptRules.CheckContent(receipt with { AppliedOn = loaded.Demand.RestsOn }, loaded.Demand));
            var cause = await loaded.BookAsync(receipt, entry);
            List<RowWrite> more = [RowWrite.Delete(LedgerKeys.Outbox(record.Id)), RowWrite.Add(LedgerKeys.Record(record.Id), LedgerJson.Write(new DeliveredRecord(record) { ReceiptedAt = entry.Time, ReceiptEntry = entry.Head.LastEntry, RefusalCodes = receipt.Codes }))];
            if (refusal is not null)
                more.Add(RowWrite.Add(LedgerKeys.Refused(record.Id), LedgerJson.Write(new RefusedRecord(record.Id, entry.Time, receipt.Codes, null))));
            return new LedgerStep<bool> { Answer = true, CommandId = $"receipt-{record.Id}", Rows = [.. cause, .. more] };
        }, default);
        return record.Id.ToString();
    }

    public Task<Outcome<JsonObject>> ReplayAsync(string record) =>
        new DeadLetters(_hub.Rules, Ledger, [new CorrectionBooking(Market), new IssuanceBooking(_hub.Rules)], new OverdueReceipts(_hub.Rules, Ledger, _time),
            new StreamLeases(new TableLedgerRows(_storage.Tables()), new DeliveryRules(_hub.Rules, DeliveryRules.LargestWindow), _time), Mock.Of<IRecordQueue>(), Mock.Of<IDeadLetterQueues>())
            .ReplayAsync(record, new Caller("operator", "operator", null), default);

    public async Task<JsonObject[]> CorrectionsAsync(string? kind = null, bool open = false) => [.. Hub.Ok(
        await new ReadCorrections(_hub.Rules, Ledger, _time).ListAsync(Host.Code, kind, open ? "true" : null, default))["corrections"]!.AsArray().Select(item => item!.AsObject())];

    public async Task<long> HeldAsync(string party, UnitState state)
    {
        var tonnes = 0L;
        await foreach (var row in Ledger.View(Host).BlocksOfAsync(PartyId.Parse(party), default))
            tonnes += LedgerJson.Read<UnitBlock>(row.Body) is var block && block.State == state ? block.Units.Count : 0;
        return tonnes;
    }

    public Task<Domain.Ledger.Issuance> IssuanceAsync() => _hub.IssuanceAsync(Host.Code, Decision);

    /// <summary>Every record on its way: its type and data.</summary>
    public async Task<JsonObject[]> RecordsAsync(string party)
    {
        var records = new List<JsonObject>();
        var view = Ledger.View(Host);
        await foreach (var (record, _) in view.RecordsAsync(PartyId.Parse(party), 1, await view.TailAsync(PartyId.Parse(party), default), default))
            records.Add(JsonNode.Parse(record.Document)!.AsObject());
        return [.. records];
    }

    /// <summary>The journal alone gives the blocks that are stored.</summary>
    public async Task VerifyAsync()
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(new TableLedgerRows(_storage.Tables()), Host, TestKeys.Hub, TimeProvider.System, journal, default);
        journal.Position = 0;
        Assert.Null(JournalVerification.Verify(journal, default).Failure);
    }

    public DyingRows Dying(int transactions) => new(new TableLedgerRows(_storage.Tables()), transactions);

    private async Task<long> LastAsync(PartyId destination) => (await Ledger.View(Host).HeadAsync(default)).StreamTails[destination];

    private ClaimUnits Claim() =>
        new(_hub.Rules, new TableAccounts(_storage.Tables()), TimeProvider.System);
}
