using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>A number once given is always delivered: as its record, or as a void one that the receiver passes over (D5). On a real storage.</summary>
public sealed class VoidRecordTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Dispatch_RecordThatBreaksTodaysSchema_IsDeliveredAsVoidAndTheStreamGoesOn()
    {
        var (lab, host, noted) = Lab("OM");
        var ids = await lab.AnnounceAsync(host, host, 3);
        await lab.SpoilAsync(ids[1]);
        var spoilt = await WaitingAsync(lab, ids[1]);

        await lab.DrainAsync();

        Assert.Equal(ids, lab.Registries.Applied("OM", host));
        Assert.Equal((3, null), (await lab.CursorAsync(host, host) is var cursor ? (cursor.Delivered, cursor.Lease) : default));
        Assert.Equal([(ids[0], true), (ids[1], false), (ids[2], true)], noted.Booked.Select(each => (each.Record.Id, each.Receipt.IsApplied)));
        var refused = (await lab.Ledger.View(host).FindAsync<RefusedRecord>(LedgerKeys.Refused(ids[1]), default))!.Value.Value;
        Assert.Equal(["record-against-its-schema"], refused.Codes);

        var state = (await lab.Read.StateAsync(ids[1].ToString(), default)).Value!;
        Assert.Equal(("void", "void", spoilt.Digest), (state["state"]!.GetValue<string>(), state["type"]!.GetValue<string>(), state["void"]!["replaces"]!.GetValue<string>()));
        Assert.StartsWith("schema-const at /specversion", state["void"]!["explanation"]!.GetValue<string>(), StringComparison.Ordinal);
        var proof = (await lab.Proof.OfAsync(ids[1].ToString(), default)).Value!;
        var verdict = ProofVerification.Verify(Encoding.UTF8.GetBytes(proof.ToJsonString()));
        Assert.Null(verdict.Failure);
        Assert.Contains(verdict.Proved, sentence => sentence.Contains("It is void", StringComparison.Ordinal));
        await VerifyAsync(lab, host);
    }

    [Fact]
    public async Task Dispatch_StoredBytesThatWereNotSigned_AreNotSent()
    {
        var (lab, host, noted) = Lab("PG");
        var id = (await lab.AnnounceAsync(host, host, 1))[0];
        var (row, record) = (await lab.Ledger.View(host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), default))!.Value;
        await lab.Rows.CommitAsync(host, [RowWrite.Replace(row, row.Key, LedgerJson.Write(record with { Document = "no record" }))], default);

        await lab.DrainAsync();

        Assert.Equal(["record-unreadable"], Assert.Single(noted.Booked).Receipt.Codes);
        Assert.Equal(record.Digest, (await lab.Read.StateAsync(id.ToString(), default)).Value!["void"]!["replaces"]!.GetValue<string>());
        await VerifyAsync(lab, host);
    }

    /// <summary>Even a row of which nothing can be read stops no stream: what caused it and its units are known to the ledger.</summary>
    [Fact]
    public async Task Dispatch_RowThatCannotBeRead_IsRestoredFromTheLedgerAndDeliveredAsVoid()
    {
        var (lab, host, noted) = Lab("UZ", CauseKind.Issuance);
        var ids = await lab.AnnounceAsync(host, host, 2, RecordCause.Issuance("TH-TEST"));
        var issuance = new Domain.Ledger.Issuance
        {
            Decision = new Domain.Credits.Decision("TH-TEST", host, Domain.Projects.ProjectId.Parse("TH014"), new Domain.Calendar.MonitoringPeriod(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)),
                new DateOnly(2025, 11, 11), new Domain.Credits.Allocation([])) { ContentHash = "sha-256:0" },
            ReportId = "TH014-0000000000000000",
            Records = [.. ids.Select(id => new AnnouncedRecord(id, RecordKind.Issuance, 10, [new SerialRange(1, 10)]))],
        };
        var row = (await lab.Rows.FindAsync(host, LedgerKeys.Outbox(ids[0]), default))!;
        await lab.Rows.CommitAsync(host, [RowWrite.Add(LedgerKeys.Issuance("TH-TEST"), LedgerJson.Write(issuance)), RowWrite.Replace(row, row.Key, "{"u8.ToArray())], default);
        lab.Hints.Lose();

        await lab.SweepAsync(host);
        await lab.DrainAsync();

        Assert.Equal(ids, lab.Registries.Applied("UZ", host));
        Assert.Equal((ids[0], RecordCause.Issuance("TH-TEST"), false), (noted.Booked[0].Record.Id, noted.Booked[0].Record.Cause, noted.Booked[0].Receipt.IsApplied));
        Assert.Equal(["record-unreadable"], noted.Booked[0].Receipt.Codes);
        await VerifyAsync(lab, host);
    }

    /// <summary>The answer to a record was lost, and the record became void before it was sent again: what the registry did then counts.</summary>
    [Fact]
    public async Task Dispatch_RegistryHadTakenTheRecordBefore_ItsFirstReceiptIsBookedOnThatRecord()
    {
        var (lab, host, noted) = Lab("SA");
        var id = (await lab.AnnounceAsync(host, host, 1))[0];
        await lab.SpoilAsync(id);
        var taken = await WaitingAsync(lab, id);
        lab.Registries.Instead = _ => FencedRegistries.Answer(id, taken.Digest);

        await lab.DrainAsync();

        var (booked, receipt) = Assert.Single(noted.Booked);
        Assert.Equal((taken.Digest, true, taken.Blocks.Count), (receipt.Digest, receipt.IsApplied, booked.Blocks.Count));
        Assert.Equal("receipted", (await lab.Read.StateAsync(id.ToString(), default)).Value!["state"]!.GetValue<string>());
        Assert.Null(await lab.Ledger.View(host).FindAsync<RefusedRecord>(LedgerKeys.Refused(id), default));
        await VerifyAsync(lab, host);
    }

    /// <summary>Until the registry has said which of the two it took, nothing is given up: it may have done what the record asked for.</summary>
    [Fact]
    public async Task Dispatch_NoAnswerYet_HoldsTheUnitsAndReplaysNothing()
    {
        var (lab, host, noted) = Lab("TN");
        var id = (await lab.AnnounceAsync(host, host, 1))[0];
        await lab.SpoilAsync(id);
        lab.Registries.Instead = _ => new Delivery(null, null, "the registry answered 503", null);

        await lab.DrainAsync();

        Assert.Empty(noted.Booked);
        var waiting = await WaitingAsync(lab, id);
        Assert.Single(waiting.InPlaceOf!.Blocks);
        Assert.Equal("dead-letter-unknown", (await lab.Letters.ReplayAsync(id.ToString(), new Caller("operator", "operator", null), default)).Refusal?.Code);
        var state = (await lab.Read.StateAsync(id.ToString(), default)).Value!;
        Assert.Equal(("recorded", "record-against-its-schema"), (state["state"]!.GetValue<string>(), state["void"]!["reason"]!.GetValue<string>()));

        // However often it is tried, it becomes void once: the registry's key and its receipt follow, and nothing else.
        var before = (await lab.Ledger.View(host).HeadAsync(default)).LastEntry;
        lab.Registries.Instead = _ => null;
        lab.Time.Advance(TimeSpan.FromHours(1));
        await lab.SweepAsync(host);
        await lab.DrainAsync();
        Assert.Equal(before + 2, (await lab.Ledger.View(host).HeadAsync(default)).LastEntry);
        Assert.False(Assert.Single(noted.Booked).Receipt.IsApplied);
        await VerifyAsync(lab, host);
    }

    [Fact]
    public async Task Dispatch_VoidReceiptThatNamesUnits_IsNeverBooked()
    {
        var (lab, host, noted) = Lab("UA");
        var id = (await lab.AnnounceAsync(host, host, 1))[0];
        await lab.SpoilAsync(id);
        lab.Registries.Instead = record =>
        {
            var receipt = JsonNode.Parse(FencedRegistries.Receipt(record))!.AsObject();
            receipt["blocks"] = new JsonArray(new JsonObject
            {
                ["hubFirst"] = "1", ["hubLast"] = "10", ["tonnes"] = "10", ["vintage"] = 2021, ["account"] = "TH-GOV", ["registryFirst"] = "1", ["registryLast"] = "10",
            });
            return FencedRegistries.Signed(Encoding.UTF8.GetBytes(receipt.ToJsonString()), "UA");
        };

        await lab.DrainAsync();

        Assert.Empty(noted.Booked);
        Assert.Equal(0, (await lab.CursorAsync(host, host)).Delivered);
        Assert.NotEmpty(lab.Hints.Scheduled);
    }

    private (ExchangeLab Lab, PartyId Host, Noting Noted) Lab(string host, CauseKind kind = CauseKind.Operation)
    {
        var noted = new Noting(kind);
        return (new ExchangeLab(storage, cause: noted), PartyId.Parse(host), noted);
    }

    private static async Task<OutboxRecord> WaitingAsync(ExchangeLab lab, RecordId id) =>
        (await lab.Ledger.View(id.Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), default))!.Value.Value;

    private static async Task VerifyAsync(ExchangeLab lab, PartyId host)
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(lab.Rows, host, TestKeys.Hub, TimeProvider.System, journal, default);
        journal.Position = 0;
        Assert.Null(JournalVerification.Verify(journal, default).Failure);
    }

    /// <summary>A cause that notes what is booked on it.</summary>
    private sealed class Noting(CauseKind kind) : ICauseBooking
    {
        public List<(OutboxRecord Record, Receipt Receipt)> Booked { get; } = [];

        public CauseKind Kind => kind;

        public Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken) =>
            Task.FromResult(ExchangeLab.NoDemand((receipt, _) => Booked.Add((record, receipt))));
    }
}
