using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>What proves a delivery, and what does not; on a real storage (D6).</summary>
public sealed class ProofTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly Author Operator = new("operator", "operator", null);

    [Fact]
    public async Task Proof_OfADeliveredRecord_ProvesItAndNoAlteredByteDoes()
    {
        var host = PartyId.Parse("OM");
        var lab = new ExchangeLab(storage);
        var record = (await lab.AnnounceAsync(host, host, 1))[0];
        Assert.Equal("receipt-missing", (await lab.Proof.OfAsync(record.ToString(), default)).Refusal!.Code);
        await lab.DrainAsync();

        var proof = (await lab.Proof.OfAsync(record.ToString(), default)).Value!;
        var verdict = Verify(proof);
        Assert.Null(verdict.Failure);
        Assert.Contains(verdict.Proved, sentence => sentence.Contains("receipt is signed (ES256) by OM", StringComparison.Ordinal));

        Assert.Equal("record-not-journalled", Altered(proof, each => each["record"]!["data"]!["blocks"]![0]!["tonnes"] = "11"));
        Assert.Equal("receipt-not-journalled", Altered(proof, each => each["receipt"]!["appliedOn"] = "2026-11-23"));
        Assert.Equal("receipt-for-another-record", Altered(proof, each => each["receipt"]!["record"]!["id"] = "OM.OM.2"));
        Assert.Equal("journal-hash", Altered(proof, each => each["recordEntry"]!["entry"]!["time"] = "2020-01-01T00:00:00+00:00"));
        Assert.Equal("key-not-journalled", Altered(proof, each => each["keys"]![0]!["key"]!["notBefore"] = "2019-01-01T00:00:00+00:00"));
        Assert.Equal("signature-wrong", Altered(proof, each => each["signature"] = TestKeys.Sign("hub", "x"u8)));
        Assert.Equal("signature-key-unknown", Altered(proof, each => each["signature"] = TestKeys.Sign("JP", "x"u8)));
        Assert.Equal("signature-wrong", Altered(proof, each => each["receiptSignature"] = each["signature"]!.GetValue<string>()));
        Assert.Equal("proof-unreadable", ProofVerification.Verify("{}"u8.ToArray()).Failure!.Code);
        // A byte order mark is passed over, here as everywhere: what is wrong with it is the same.
        Assert.Equal(ProofVerification.Verify("{}"u8.ToArray()).Failure!.Detail, ProofVerification.Verify("\uFEFF{}"u8.ToArray()).Failure!.Detail);

        // What no signature and no hash covers.
        Assert.Equal("proof-unreadable", Altered(proof, each => each["schemaVersion"] = "2.0"));
        foreach (var member in proof.Select(each => each.Key).ToArray())
        {
            var without = proof.DeepClone().AsObject();
            without.Remove(member);
            Assert.Equal("proof-unreadable", Verify(without).Failure?.Code);
        }

        Assert.Equal("proof-unreadable", Altered(proof, each => each["note"] = "as good as proved"));
        Assert.Equal("proof-unreadable", Altered(proof, each => each["keys"]![0]!["note"] = "trust me"));
        Assert.Equal("proof-unreadable", Altered(proof, each => each["keys"]![0]!["key"]!["note"] = "trust me"));
        Assert.Equal("proof-unreadable", Altered(proof, each => each["receiptEntry"]!["note"] = "trust me"));
        var twice = proof.ToJsonString().Insert(1, "\"documentType\":\"record-proof\",");
        Assert.Equal("proof-unreadable", ProofVerification.Verify(Encoding.UTF8.GetBytes(twice)).Failure!.Code);
    }

    /// <summary>A file that somebody forged as a whole, keys included, holds by itself and not against the keys that the hub publishes.</summary>
    [Fact]
    public async Task Proof_ForgedWithKeysOfTheForgersOwn_HoldsOnlyByTheFile()
    {
        var host = PartyId.Parse("IN");
        var lab = new ExchangeLab(storage);
        var forger = new ExchangeLab(storage, hubKey: "a forger");
        var record = (await lab.AnnounceAsync(host, host, 1))[0];
        await lab.DrainAsync();
        var forged = (await forger.AnnounceAsync(PartyId.Parse("AE"), PartyId.Parse("AE"), 1))[0];
        await forger.DrainAsync();
        var published = TrustedKeys.Parse(Encoding.UTF8.GetBytes((await lab.Publish.ReadAsync(default)).ToJsonString()));

        var (proof, forgery) = (await ProofAsync(lab, record), await ProofAsync(forger, forged));

        Assert.Null(ProofVerification.Verify(forgery).Failure);
        Assert.Equal("key-not-trusted", ProofVerification.Verify(forgery, published).Failure?.Code);
        var verdict = ProofVerification.Verify(proof, published);
        Assert.Null(verdict.Failure);
        Assert.Equal(["hub", "IN"], verdict.ReliedOn.Select(key => key.Owner));
    }

    private static async Task<byte[]> ProofAsync(ExchangeLab lab, RecordId record) =>
        Encoding.UTF8.GetBytes((await lab.Proof.OfAsync(record.ToString(), default)).Value!.ToJsonString());

    [Theory]
    [InlineData("signature-wrong")]
    [InlineData("signature-key-unknown")]
    [InlineData("signature-other-sender")]
    [InlineData("signature-malformed")]
    [InlineData("signature-key-expired")]
    [InlineData("receipt-for-another-record")]
    [InlineData("receipt-in-the-future")]
    [InlineData("range-reversed")]
    public async Task Receipt_NotTheRegistrysOwn_MovesNothing(string code)
    {
        var host = PartyId.Parse("TZ");
        var lab = new ExchangeLab(storage);
        var record = await WaitingAsync(lab, host);
        var given = Bad(code, record);

        var judged = await lab.Check.CheckAsync(record, given.Receipt!.Value, given.Signature, default);
        Assert.Equal(code, judged.Refusal?.Code);
        lab.Registries.Instead = _ => given;
        await lab.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, host), null), default);

        Assert.Equal(record.Id.Number - 1, (await lab.CursorAsync(host, host)).Delivered);
        Assert.NotNull(await lab.Ledger.View(host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(record.Id), default));
    }

    [Fact]
    public async Task Key_Distrusted_CountsForWhatWasJournalledBeforeOnly()
    {
        var host = PartyId.Parse("TN");
        var lab = new ExchangeLab(storage);
        var before = (await lab.AnnounceAsync(host, host, 1))[0];
        await lab.DrainAsync();
        await lab.AnnounceAsync(host, host, 1);

        Assert.Equal((Flows.RefusalKind.BreaksRule, "key-owner"), Code(await DistrustAsync(lab, "TN", owner: "JP")));
        var distrusted = await DistrustAsync(lab, "TN");
        Assert.Equal(distrusted.Value!.ToJsonString(), (await DistrustAsync(lab, "TN")).Value!.ToJsonString());
        var only = Assert.Single(distrusted.Value!["distrusted"]!.AsArray())!;
        Assert.Equal("TN", only["host"]!.GetValue<string>());
        await lab.DrainAsync();

        Assert.Equal(1, (await lab.CursorAsync(host, host)).Delivered);
        Assert.Null(Verify((await lab.Proof.OfAsync(before.ToString(), default)).Value!).Failure);
        var waiting = (await lab.Ledger.View(host).FirstOutboxAsync(host, default))!;
        Assert.Equal((Flows.RefusalKind.BreaksRule, "signature-key-distrusted"), Code(await AcknowledgeAsync(lab, "TN", FencedRegistries.Answer(waiting))));

        // Its receipt again is the one that the ledger has; the same words signed anew are not.
        var proof = (await lab.Proof.OfAsync(before.ToString(), default)).Value!;
        var receipt = Encoding.UTF8.GetBytes(proof["receipt"]!.ToJsonString());
        Assert.False((await AcknowledgeAsync(lab, "TN", new Delivery(receipt, proof["receiptSignature"]!.GetValue<string>(), null, null))).IsRefused);
        Assert.Equal("signature-key-distrusted", (await AcknowledgeAsync(lab, "TN", FencedRegistries.Signed(receipt, "TN"))).Refusal?.Code);

        // The first record stays proved against the published keys too, which say from which entry on the key counts no more.
        var published = await lab.Publish.ReadAsync(default);
        var key = published["keys"]!.AsArray().Single(each => each!["kid"]!.GetValue<string>() == TestKeys.Of("TN").KeyId)!;
        Assert.Equal(only["fromEntry"]!.GetValue<long>(), key["distrustedFrom"]!["TN"]!.GetValue<long>());
        Assert.Null(ProofVerification.Verify(await ProofAsync(lab, before), TrustedKeys.Parse(Encoding.UTF8.GetBytes(published.ToJsonString()))).Failure);
    }

    /// <summary>A key that no ledger knows yet would be entered at its first signature: it is distrusted before.</summary>
    [Fact]
    public async Task Key_DistrustedBeforeItsFirstReceipt_CountsForNothing()
    {
        var host = PartyId.Parse("UA");
        var lab = new ExchangeLab(storage);
        Assert.False((await DistrustAsync(lab, "UA")).IsRefused);
        await lab.AnnounceAsync(host, host, 1);
        await lab.DrainAsync();

        Assert.Equal(0, (await lab.CursorAsync(host, host)).Delivered);
        Assert.Equal((Flows.RefusalKind.NotFound, "signature-key-unknown"), Code(await lab.Distrust.RunAsync("no key", Document("UA"), Caller, default)));
    }

    /// <summary>With the hub's own key distrusted nothing is announced, or it could never be proved.</summary>
    [Fact]
    public async Task Key_OfTheHubDistrusted_AnnouncesNothing()
    {
        var host = PartyId.Parse("KG");
        var lab = new ExchangeLab(storage, hubKey: "a hub of KG");
        await lab.AnnounceAsync(host, host, 1);
        await lab.Keys.DistrustAsync(host, TestKeys.Of("a hub of KG").KeyId, "a test", Operator, default);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => lab.AnnounceAsync(host, host, 1));

        Assert.Contains("is distrusted", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await lab.Ledger.View(host).HeadAsync(default)).StreamTails[host]);
    }

    private static Flows.Caller Caller { get; } = new("operator", "operator", null);

    private static byte[] Document(string owner) =>
        Encoding.UTF8.GetBytes($$"""{"documentType":"key-distrust","schemaVersion":"1.0","owner":"{{owner}}","reason":"its file was copied"}""");

    private static Task<Flows.Outcome<JsonObject>> DistrustAsync(ExchangeLab lab, string key, string? owner = null) =>
        lab.Distrust.RunAsync(TestKeys.Of(key).KeyId, Document(owner ?? key), Caller, default);

    [Fact]
    public async Task Sealed_Nights_HoldEveryRecordOnceAndEachLineProvesItself()
    {
        var host = PartyId.Parse("UZ");
        var lab = new ExchangeLab(storage);
        await lab.AnnounceAsync(host, host, 3);
        await lab.DrainAsync();
        await lab.Seal.SealAsync(host, default);
        await lab.Seal.SealAsync(host, default);
        await lab.AnnounceAsync(host, host, 2);
        await lab.DrainAsync();
        lab.Time.Advance(TimeSpan.FromDays(1));
        await lab.Seal.SealAsync(host, default);

        var lines = new List<string>();
        await foreach (var blob in lab.SealedAsync(host))
            lines.AddRange(blob.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var closings = lines.Where(line => JsonNode.Parse(line)!["closing"] is not null).ToArray();
        var proofs = lines.Except(closings).ToArray();
        Assert.Equal(["UZ.UZ.1", "UZ.UZ.2", "UZ.UZ.3", "UZ.UZ.4", "UZ.UZ.5"],
            proofs.Select(line => JsonNode.Parse(line)!["record"]!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(proofs, line => Assert.Null(ProofVerification.Verify(Encoding.UTF8.GetBytes(line)).Failure));

        // Each night's last line is an anchor from outside: a journal that does not have that entry is another one.
        var anchors = closings.Select(line => JournalClosing.Read(Encoding.UTF8.GetBytes(line)).Closing!).ToArray();
        Assert.Equal(2, anchors.Length);
        Assert.All(anchors, anchor => Assert.Equal(TestKeys.Hub.Key.KeyId, anchor.Signer!.KeyId));
        foreach (var anchor in anchors)
        {
            var line = (await lab.Rows.FindAsync(host, LedgerKeys.Journal(anchor.Head.Number), default))!.Body;
            Assert.Equal(anchor.Head.Hash, JsonNode.Parse(line.Span)!["hash"]!.GetValue<string>());
        }
    }

    /// <summary>A bad receipt was once answered with the record's state, because nobody looked at it any more.</summary>
    [Fact]
    public async Task Acknowledge_RecordHasItsReceipt_TakesThatOneOnlyAndRefusesOthersWithTheirCode()
    {
        var host = PartyId.Parse("TZ");
        var lab = new ExchangeLab(storage);
        var record = await WaitingAsync(lab, host);
        lab.Time.Advance(TimeSpan.FromHours(1));
        await lab.SweepAsync(host);
        await lab.DrainAsync();
        var before = (await lab.Ledger.View(host).HeadAsync(default)).LastEntry;
        var receipt = FencedRegistries.Receipt(record);

        string[] codes = ["signature-wrong", "signature-key-unknown", "signature-other-sender", "signature-malformed", "signature-key-expired", "receipt-for-another-record", "receipt-in-the-future"];
        foreach (var code in codes)
            Assert.Equal((Flows.RefusalKind.BreaksRule, code), Code(await AcknowledgeAsync(lab, "TZ", Bad(code, record))));
        foreach (var other in new[] { FencedRegistries.Answer(record, "account-unknown"), FencedRegistries.Signed(Bytes(receipt, each => each["appliedOn"] = "2026-11-20"), "TZ") })
            Assert.Equal((Flows.RefusalKind.BreaksRule, "receipt-differs"), Code(await AcknowledgeAsync(lab, "TZ", other)));
        Assert.Equal("receipted", (await AcknowledgeAsync(lab, "TZ", FencedRegistries.Signed(receipt, "TZ"))).Value!["state"]!.GetValue<string>());

        Assert.Equal(before, (await lab.Ledger.View(host).HeadAsync(default)).LastEntry);
    }

    private static (Flows.RefusalKind?, string?) Code(Flows.Outcome<JsonObject> answer) => (answer.Refusal?.Kind, answer.Refusal?.Code);

    private static Delivery Bad(string code, OutboxRecord record)
    {
        var receipt = FencedRegistries.Receipt(record);
        return code switch
        {
            "signature-wrong" => FencedRegistries.Signed(Bytes(receipt, each => each["appliedOn"] = "2026-11-20"), "TZ") with { Receipt = receipt },
            "signature-key-unknown" => FencedRegistries.Signed(receipt, "a stranger"),
            "signature-other-sender" => FencedRegistries.Signed(receipt, "JP"),
            "signature-malformed" => FencedRegistries.Signed(receipt, "TZ") with { Signature = "no signature" },
            "signature-key-expired" => FencedRegistries.Signed(receipt, ExchangeLab.Expired),
            "range-reversed" => FencedRegistries.Signed(Bytes(receipt, each => each["blocks"] = new JsonArray(new JsonObject
            {
                ["hubFirst"] = "2", ["hubLast"] = "1", ["tonnes"] = "1", ["vintage"] = 2021, ["account"] = "TZ-GOV", ["registryFirst"] = "1", ["registryLast"] = "1",
            })), "TZ"),
            "receipt-for-another-record" => FencedRegistries.Answer(record with { Digest = "sha-256:" + new string('0', 64) }),
            _ => FencedRegistries.Signed(Bytes(receipt, each => each["appliedOn"] = "2099-01-01"), "TZ"),
        };
    }

    private static Task<Flows.Outcome<JsonObject>> AcknowledgeAsync(ExchangeLab lab, string registry, Delivery answer) =>
        lab.Acknowledge.ReceiptAsync(registry, answer.Receipt!.Value, answer.Signature, default);

    private static async Task<OutboxRecord> WaitingAsync(ExchangeLab lab, PartyId host)
    {
        var id = (await lab.AnnounceAsync(host, host, 1))[0];
        var first = await lab.Ledger.View(host).FirstOutboxAsync(host, default);
        return first ?? throw new InvalidOperationException($"{id} does not wait.");
    }

    private static ProofVerdict Verify(JsonObject proof) => ProofVerification.Verify(Encoding.UTF8.GetBytes(proof.ToJsonString()));

    private static string? Altered(JsonObject proof, Action<JsonObject> alter)
    {
        var altered = proof.DeepClone().AsObject();
        alter(altered);
        return Verify(altered).Failure?.Code;
    }

    private static byte[] Bytes(byte[] json, Action<JsonObject> alter)
    {
        var altered = JsonNode.Parse(json)!.AsObject();
        alter(altered);
        return Encoding.UTF8.GetBytes(altered.ToJsonString());
    }
}
