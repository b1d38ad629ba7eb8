using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

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
    }

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

        Assert.False((await lab.Keys.DistrustAsync(host, TestKeys.Of("TN").KeyId, Operator, default)).IsRefused);
        await lab.DrainAsync();

        Assert.Equal(1, (await lab.CursorAsync(host, host)).Delivered);
        Assert.Null(Verify((await lab.Proof.OfAsync(before.ToString(), default)).Value!).Failure);
        Assert.Equal("signature-key-unknown", (await lab.Keys.DistrustAsync(host, "no key", Operator, default)).Refusal!.Code);
    }

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

        Assert.Equal(["UZ.UZ.1", "UZ.UZ.2", "UZ.UZ.3", "UZ.UZ.4", "UZ.UZ.5"],
            lines.Select(line => JsonNode.Parse(line)!["record"]!["id"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Null(ProofVerification.Verify(Encoding.UTF8.GetBytes(line)).Failure));
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
