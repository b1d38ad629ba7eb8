using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.Issuance;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Repairs;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Adapters.Tests.Reconciliation;

/// <content>The rehearsal of the runbook: a journal that a fault of the hub's broke, its repair, and a reconciliation that compares everything again.</content>
public sealed partial class ManyHostsTests
{
    private static readonly Caller Thai = new("operator of Thailand", "operator", PartyId.Parse("TH"));
    private static readonly Caller Japanese = new("operator of Japan", "operator", PartyId.Japan);

    [Fact]
    public async Task Repair_AdjustmentThatTheHubChanged_LeadsToAJournalThatVerifiesAndACompleteReconciliation()
    {
        await IssueAsync(Thailand, 1, 20);
        await IssueAsync(Philippines, 21, 40);
        await ObligeAsync();
        await BreakAdjustmentAsync();
        var snapshot = Japan(("TH014", 1, 20), ("PH901", 21, 40));
        Assert.Equal(("incomplete", "incomplete", 1), Told(await RunAsync(snapshot)));
        Assert.Equal(("journal-adjustment", 5L), (Verified().Failure?.Code, Verified().FailedEntry));

        var broken = Assert.Single((await JournalAsync())["broken"]!.AsArray())!;
        Assert.Equal(("TH.TH.1", "TH.JP.1"), (Text(broken["adjustments"]![0]!["before"]!["record"]), Text(broken["adjustments"]![0]!["written"]!["record"])));
        var repair = Repair(broken);

        Assert.False(Answered(await ApproveAsync(repair, Thai)));
        Assert.False(Answered(await ApproveAsync(repair, Thai)));
        Assert.Equal("repair-one-person", (await ApproveAsync(repair, Japanese with { Subject = Thai.Subject })).Refusal?.Code);
        Assert.Equal("wrong-party", (await ApproveAsync(repair, Japanese with { Party = Philippines })).Refusal?.Code);
        Assert.Equal("wrong-party", (await ApproveAsync(repair, Japanese with { Party = null })).Refusal?.Code);
        Assert.Equal("journal-repair", (await ApproveAsync(Repair(broken, "\"20\"", "\"19\""), Japanese)).Refusal?.Code);
        Assert.False(Verified().Holds);
        Assert.True(Answered(await ApproveAsync(repair, Japanese)));
        Assert.True(Answered(await ApproveAsync(repair, Japanese)));
        Assert.Equal("repair-not-needed", (await ApproveAsync(Repair(broken, "was changed", "changed"), Japanese)).Refusal?.Code);

        Assert.True(Verified().Holds);
        Assert.Equal((5L, 7L), (Assert.Single(Verified().Repaired).Entry.Number, Verified().Repaired[0].By));
        // Of this run only Japan's snapshot is there; Thailand's part comes with the next.
        Assert.Equal(("incomplete", "agreed", 0), Told(await RunAsync(snapshot)));
        await BookAsync();
        Assert.True(Verified().Holds);
        Assert.Equal("agreed ", await AdjustmentsAsync(20));
        Assert.Equal(("agreed", "agreed", 0), Told(await RunAsync(snapshot, ThaiSnapshot(20))));
    }

    [Fact]
    public async Task Repair_EntryChangedInStorage_IsImpossible()
    {
        await IssueAsync(Thailand, 1, 20);
        await BreakAsync(Thailand, 2);

        var repair = JsonNode.Parse($$"""
            {"documentType":"journal-repair","schemaVersion":"1.0","host":"TH","entry":"2","hash":"sha-256:{{new string('0', 64)}}","code":"journal-adjustment","explanation":"a test",
             "adjustments":[{"adjustment":"TH.2021.1","decision":"TH-2021","project":"TH014","vintage":2021,"tonnes":"20","obligedOn":"2026-02-02","firstTransfer":"TH.JP.1"}]}
            """)!;

        Assert.Equal("repair-impossible", (await ApproveAsync(repair, Thai)).Refusal?.Code);
        Assert.NotNull((await JournalAsync())["beyondRepair"]);
    }

    /// <summary>What a hub of before the rule was checked at every commit would have stored: the adjustment names a record of another stream.</summary>
    private async Task BreakAdjustmentAsync()
    {
        var view = Hub.LedgerOn(Rows()).View(Thailand);
        var (headRow, head) = (await view.FindAsync<LedgerHead>(LedgerKeys.Head, default))!.Value;
        var (adjustmentRow, adjustment) = (await view.FindAsync<CorrespondingAdjustment>(LedgerKeys.Adjustment("TH.2021.1"), default))!.Value;
        var changed = adjustment with { Record = "TH.JP.1" };
        var line = JournalLine.Write(new JournalEntry
        {
            Host = Thailand, Number = head.LastEntry + 1, Time = head.LastTime, Author = Units.Somebody, Command = "replay", InputHash = ContentHash.Of([]), Facts = ["a fault"],
            Change = new LedgerChange { Adjustments = [changed] }, PreviousHash = head.LastHash,
        });
        await Rows().CommitAsync(Thailand,
        [
            RowWrite.Replace(headRow, LedgerKeys.Head, LedgerJson.Write(head with { LastEntry = head.LastEntry + 1, LastHash = line.Hash })),
            RowWrite.Add(LedgerKeys.Journal(head.LastEntry + 1), line.Utf8),
            RowWrite.Replace(adjustmentRow, adjustmentRow.Key, LedgerJson.Write(changed)),
        ], default);
    }

    /// <summary>What an operator writes after reading the journal: what the entry touched, as it was before.</summary>
    private static JsonNode Repair(JsonNode broken, string text = "none", string instead = "none")
    {
        var repair = new JsonObject
        {
            ["documentType"] = "journal-repair",
            ["schemaVersion"] = "1.0",
            ["host"] = "TH",
            ["entry"] = broken["entry"]!.DeepClone(),
            ["hash"] = broken["hash"]!.DeepClone(),
            ["code"] = broken["code"]!.DeepClone(),
            ["explanation"] = "The record of the adjustment was changed by a fault of the hub; it is still TH.TH.1.",
            ["adjustments"] = new JsonArray(broken["adjustments"]![0]!["before"]!.DeepClone()),
        };
        return JsonNode.Parse(repair.ToJsonString().Replace(text, instead, StringComparison.Ordinal))!;
    }

    private Task<Outcome<JsonObject>> ApproveAsync(JsonNode repair, Caller by) =>
        new RepairJournal(Rules, Hub.LedgerOn(Rows()), Cuts()).ApproveAsync(Encoding.UTF8.GetBytes(repair.ToJsonString()), by, default);

    private static bool Answered(Outcome<JsonObject> answer)
    {
        Assert.False(answer.IsRefused, answer.Refusal?.Detail);
        return answer.Value!["inForce"]!.GetValue<bool>();
    }

    private async Task<JsonObject> JournalAsync() => (await new ReadJournal(Rules, Hub.LedgerOn(Rows()), Cuts()).ReadAsync("TH", default)).Value!;

    private JournalVerdict Verified()
    {
        using var exported = new MemoryStream();
        ExportJournal.WriteAsync(Rows(), Thailand, TestKeys.Hub, TimeProvider.System, exported, default).GetAwaiter().GetResult();
        exported.Position = 0;
        return JournalVerification.Verify(exported, default);
    }

    private LedgerCuts Cuts() => new(Rows(), new BlobCheckpoints(_storage.Blobs()), NullLogger<LedgerCuts>.Instance);
}
