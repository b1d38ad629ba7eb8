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
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>Units that the host's side holds go abroad, and units are authorised after their decision: asked for, approved, answered, twice, refused, too late, in parts.</summary>
public sealed class InternationalTransferTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private const string Agreed = """
        "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
        """;
    private const string Cap = """
        ,"transferCap":[{"from":"2020-01-01","value":{"share":"7/10"},"source":"a test","certainty":"sourced"}]
        """;
    private static readonly DateOnly Day = new(2026, 5, 1);
    private static readonly MonitoringPeriod Year2022 = new(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31));

    [Fact]
    public async Task Transfer_ThatTheRegistryAsksFor_MovesWhenTheGovernmentApprovesAndObligesTheAdjustment()
    {
        var hub = new Hub(storage, Hub.Project("CA001"), Hub.Host("CA", Agreed, flow: "A"));
        var desk = await HeldAsync(hub, "CA");
        Assert.Equal("units-not-authorised", (await AskAsync(desk, "CA", "early", 25)).Refusal?.Code);
        Hub.Ok(await AuthorizeAsync(hub, "CA", "CAX-0002", 40, "CA-GOV"));

        var asked = Hub.Ok(await AskAsync(desk, "CA", "sale", 25));
        Assert.Equal(("approving", "CA.sale"), (asked["state"]!.GetValue<string>(), asked["transfer"]!.GetValue<string>()));
        Assert.Equal("approving", Hub.Ok(await AskAsync(desk, "CA", "sale", 25))["state"]!.GetValue<string>());
        Assert.Equal("operation-reused", (await AskAsync(desk, "CA", "sale", 24)).Refusal?.Code);
        Assert.Equal("wrong-party", (await DecideAsync(hub, desk, "CA.sale", Day, party: "JP")).Refusal?.Code);
        Assert.Equal("operation-unknown", (await DecideAsync(hub, desk, "CA.other", Day)).Refusal?.Code);
        Assert.Equal("pending", Hub.Ok(await DecideAsync(hub, desk, "CA.sale", Day))["state"]!.GetValue<string>());
        Assert.Equal("pending", Hub.Ok(await DecideAsync(hub, desk, "CA.sale", Day))["state"]!.GetValue<string>());
        Assert.Equal("transfer-already-approved", (await DecideAsync(hub, desk, "CA.sale", Day.AddDays(1))).Refusal?.Code);
        Assert.Equal(0, await desk.ApplyAsync("CA", PartyId.Japan, Day));

        await desk.ApplyAsync("CA", PartyId.Parse("CA"), Day.AddDays(2));
        Assert.Equal(1, await desk.ApplyAsync("CA", PartyId.Japan, Day.AddDays(3)));

        var issuance = await hub.IssuanceAsync("CA", "CA-CA001-2022");
        var adjustment = Assert.Single(issuance.Adjustments);
        Assert.Equal((25, Day.AddDays(2), 2022), (adjustment.Tonnes.Value, adjustment.ObligedOn, adjustment.Vintage.Year));
        var linked = Assert.Single(await hub.Ledger.View(PartyId.Parse("CA")).BlocksOfAccountAsync(PartyId.Japan, "JP-GOV", default));
        Assert.Equal((25, UnitState.Live, "CAX-0002", Day.AddDays(2)), (linked.Units.Count, linked.State, linked.Authorization, linked.FirstTransferredOn));
        Assert.Equal("completed", Hub.Ok(await AskAsync(desk, "CA", "sale", 25))["state"]!.GetValue<string>());
        Assert.Equal("transfer-already-ended", (await DecideAsync(hub, desk, "CA.sale", Day, "rejected")).Refusal?.Code);
        // What the decision itself notified to Japan was not issued by this.
        Assert.DoesNotContain(Domain.Credits.Side.Japan, issuance.IssuedOn.Keys);
        await VerifyAsync("CA");
    }

    [Fact]
    public async Task Transfer_RejectedOrRefused_FreesItsUnitsAndObligesNothing()
    {
        var hub = new Hub(storage, Hub.Project("CB001"), Hub.Host("CB", Agreed, flow: "A"));
        var desk = await HeldAsync(hub, "CB");
        Hub.Ok(await AuthorizeAsync(hub, "CB", "CBX-0002", 40, "CB-GOV"));

        Hub.Ok(await AskAsync(desk, "CB", "1", 40));
        Assert.Equal("balance-insufficient", (await AskAsync(desk, "CB", "2", 1)).Refusal?.Code);
        var rejected = Hub.Ok(await DecideAsync(hub, desk, "CB.1", Day, "rejected"));
        Assert.Equal(("refused", "transfer-rejected"), (rejected["state"]!.GetValue<string>(), rejected["codes"]![0]!.GetValue<string>()));
        Assert.Equal("refused", Hub.Ok(await DecideAsync(hub, desk, "CB.1", Day, "rejected"))["state"]!.GetValue<string>());
        Assert.Equal("transfer-already-ended", (await DecideAsync(hub, desk, "CB.1", Day)).Refusal?.Code);

        // Units that left for an account that is closed by now would arrive nowhere.
        Hub.Ok(await AskAsync(desk, "CB", "2", 40));
        await desk.TellAccountsAsync("JP", AccountStatus.Closed);
        Assert.Equal("account-closed", (await DecideAsync(hub, desk, "CB.2", Day)).Refusal?.Code);
        Hub.Ok(await DecideAsync(hub, desk, "CB.2", Day, "rejected"));
        await desk.TellAccountsAsync("JP");

        // A government that asks has approved; then its registry refuses.
        Assert.Equal("pending", Hub.Ok(await AskAsync(desk, "CB", "3", 40, Hub.Government("CB")))["state"]!.GetValue<string>());
        await desk.ApplyAsync("CB", PartyId.Parse("CB"), Day, refuseWith: "account-unknown");
        Assert.Equal("refused", Hub.Ok(await AskAsync(desk, "CB", "3", 40, Hub.Government("CB")))["state"]!.GetValue<string>());
        Assert.Empty((await hub.IssuanceAsync("CB", "CB-CB001-2022")).Adjustments);
        Assert.Equal(0, await desk.ApplyAsync("CB", PartyId.Japan, Day));
        Assert.Equal("role-not-allowed", (await desk.AskAsync(OperationKind.Transfer, "CB", "CB001", "4", "CB-GOV", "CB-ENT-1", 1, caller: Hub.Government("CB"))).Refusal?.Code);
        Assert.Equal("wrong-party", (await AskAsync(desk, "CB", "5", 1, RegistryDesk.Registry("JP"))).Refusal?.Code);
        await VerifyAsync("CB");
    }

    [Fact]
    public async Task Transfer_OfManyFragments_MovesInPartsEachIssuedOnceInJapan()
    {
        var hub = new Hub(storage, Hub.Project("CC001"), Hub.Host("CC", Agreed, flow: "A"));
        var desk = await HeldAsync(hub, "CC", partner: 100);
        Hub.Ok(await AuthorizeAsync(hub, "CC", "CCX-0002", 100, "CC-GOV"));
        var first = (await hub.Ledger.View(PartyId.Parse("CC")).BlocksOfAccountAsync(PartyId.Parse("CC"), "CC-GOV", default))[0].Units.First;
        var units = string.Join(',', Enumerable.Range(0, 45).Select(i => $$"""{"hubFirst":"{{first + (2 * i)}}","hubLast":"{{first + (2 * i)}}"}"""));

        Hub.Ok(await AskAsync(desk, "CC", "many", 45, Hub.Government("CC"), $"\"units\":[{units}]"));
        await desk.ApplyAsync("CC", PartyId.Parse("CC"), Day);
        Assert.Equal(3, await desk.ApplyAsync("CC", PartyId.Japan, Day));

        Assert.Equal((45, 45), await HeldInJapanAsync(hub, "CC"));
        Assert.Equal(45, (await hub.IssuanceAsync("CC", "CC-CC001-2022")).Adjustments.Sum(adjustment => adjustment.Tonnes.Value));
        await VerifyAsync("CC");
    }

    [Fact]
    public async Task Transfer_BeyondWhatTheHostLetsGo_IsRefusedWhereTheRuleIsSure()
    {
        var hub = new Hub(storage, Hub.Project("CD001"), Hub.Host("CD", Agreed + Cap, flow: "A"));
        var desk = await HeldAsync(hub, "CD");
        Hub.Ok(await AuthorizeAsync(hub, "CD", "CDX-0002", 40, "CD-GOV"));

        Assert.Equal("transfer-cap", (await AskAsync(desk, "CD", "1", 11)).Refusal?.Code);
        Hub.Ok(await AskAsync(desk, "CD", "2", 10));
    }

    /// <summary>Each of two requests is within the cap, both together are above it: asked for one after the other, and side by side.</summary>
    [Fact]
    public async Task Transfer_OfTwoThatTogetherAreBeyondTheCap_LetsOneGo()
    {
        var hub = new Hub(storage, Hub.Project("CH001"), Hub.Host("CH", Agreed + Cap, flow: "A"));
        var desk = await HeldAsync(hub, "CH");
        Hub.Ok(await AuthorizeAsync(hub, "CH", "CHX-0002", 40, "CH-GOV"));

        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AskAsync(desk, "CH", $"side-{i}", 6)));
        Assert.Single(asked, each => !each.IsRefused);
        Assert.Equal("transfer-cap", (await AskAsync(desk, "CH", "after", 5)).Refusal?.Code);
        Hub.Ok(await AskAsync(desk, "CH", "rest", 4));
        await VerifyAsync("CH");
    }

    /// <summary>What was asked for while the host let it go is held again against the rules of the day of its approval, with all that went before.</summary>
    [Fact]
    public async Task Approve_AfterAnotherHasGone_IsHeldAgainstTheCapAgain()
    {
        var before = new Hub(storage, Hub.Project("CI001"), Hub.Host("CI", Agreed, flow: "A"));
        var desk = await HeldAsync(before, "CI");
        Hub.Ok(await AuthorizeAsync(before, "CI", "CIX-0002", 40, "CI-GOV"));
        Hub.Ok(await AskAsync(desk, "CI", "one", 6));
        Hub.Ok(await AskAsync(desk, "CI", "two", 6));
        Hub.Ok(await AskAsync(desk, "CI", "three", 4));

        var hub = new Hub(storage, Hub.Project("CI001"), Hub.Host("CI", Agreed + Cap, flow: "A"));
        Hub.Ok(await DecideAsync(hub, desk, "CI.one", Day));
        Assert.Equal("transfer-cap", (await DecideAsync(hub, desk, "CI.two", Day)).Refusal?.Code);
        await desk.ApplyAsync("CI", PartyId.Parse("CI"), Day);
        Assert.Equal("transfer-cap", (await DecideAsync(hub, desk, "CI.two", Day)).Refusal?.Code);
        Hub.Ok(await DecideAsync(hub, desk, "CI.two", Day, "rejected"));
        Hub.Ok(await DecideAsync(hub, desk, "CI.three", Day));
        await VerifyAsync("CI");
    }

    [Fact]
    public async Task Authorize_UnitsThatJapanIssuedWithoutOne_AreFirstTransferredThenAndTellGxEts()
    {
        var hub = new Hub(storage, Hub.Project("CE001"), Hub.Host("CE", Agreed));
        var desk = await HeldAsync(hub, "CE");
        await desk.DoneAsync(OperationKind.Transfer, "CE", "CE001", "1", "JP-GOV", "JP-ENT-1", 30, Day);
        Assert.Equal("units-not-authorised", (await desk.AskAsync(OperationKind.Retirement, "CE", "CE001", "2", "JP-GOV", "JP-RET", 5, "\"purpose\":\"OIMP\",\"useYear\":2026")).Refusal?.Code);
        await desk.DoneAsync(OperationKind.Cancellation, "CE", "CE001", "3", "JP-GOV", "JP-CAN", 5, Day, "\"reason\":\"a test\"");

        Assert.Equal("authorization-quantity", (await AuthorizeAsync(hub, "CE", "CEX-0001", 54)).Refusal?.Code);
        Hub.Ok(await AuthorizeAsync(hub, "CE", "CEX-0001", 55));
        Hub.Ok(await AuthorizeAsync(hub, "CE", "CEX-0001", 55));
        Assert.Equal("authorization-exists", (await AuthorizeAsync(hub, "CE", "CEX-0001", 56)).Refusal?.Code);
        Assert.Equal("authorization-nothing", (await AuthorizeAsync(hub, "CE", "CEX-0002", 55)).Refusal?.Code);

        var issuance = await hub.IssuanceAsync("CE", "CE-CE001-2022");
        var adjustment = Assert.Single(issuance.Adjustments);
        Assert.Equal((55, new DateOnly(2026, 6, 1), "CE.JP.1"), (adjustment.Tonnes.Value, adjustment.ObligedOn, adjustment.FirstTransfer));
        var told = Assert.Single(issuance.Records, record => record.Kind == RecordKind.EligibleCredits);
        Assert.Equal(30, told.Tonnes);
        Assert.Equal(1, await desk.ApplyAsync("CE", Destination.GxEts, Day));
        await VerifyAsync("CE");
    }

    /// <summary>A tester's find: what a correction had stopped while the rest left was stuck for ever after its release.</summary>
    [Fact]
    public async Task Approve_UnitsThatWereReleasedAfterTheTransfer_MovesThemToo()
    {
        var hub = new Hub(storage, Hub.Project("CG001"), Hub.Host("CG", Agreed, flow: "A"));
        var desk = await HeldAsync(hub, "CG");
        var correct = new DecideCorrection(hub.Rules, desk.Claim, hub.Ledger, desk.Parts, desk.Market, TimeProvider.System);
        await CorrectAsync(desk, correct, "CG", "block", 20);
        Hub.Ok(await AuthorizeAsync(hub, "CG", "CGX-0001", 60));
        await ApproveAsync(hub, desk, "CG", Day);
        await CorrectAsync(desk, correct, "CG", "release", 20);

        Hub.Ok(await AuthorizeAsync(hub, "CG", "CGX-0001", 60));
        await ApproveAsync(hub, desk, "CG", Day.AddDays(1));

        Assert.Equal([40L, 20L], (await hub.IssuanceAsync("CG", "CG-CG001-2022")).Adjustments.Select(adjustment => adjustment.Tonnes.Value));
        Assert.Equal(60, (await HeldInJapanAsync(hub, "CG")).Tonnes);
        Assert.Equal("transfer-already-approved", (await hub.ApproveTransfer.ApproveAsync("CG-CG001-2022", Approval(Day.AddDays(2)), Hub.Government("CG"), default)).Refusal?.Code);
        await VerifyAsync("CG");
    }

    /// <summary>What a reconciliation found to differ while it waited for its approval does not go: neither what was asked for nor the decision's own.</summary>
    [Fact]
    public async Task Approve_UnitsThatAReconciliationHolds_WaitUntilTheyAreInOrder()
    {
        var hub = new Hub(storage, Hub.Project("CX001"), Hub.Host("CX", Agreed, flow: "A"));
        var desk = await HeldAsync(hub, "CX");
        Hub.Ok(await AuthorizeAsync(hub, "CX", "CXX-0001", 40, "CX-GOV"));
        Hub.Ok(await AskAsync(desk, "CX", "sale", 25));
        await Issuance.Units.HoldAsync(hub.Ledger, PartyId.Parse("CX"), PartyId.Parse("CX"), "1-100");

        Assert.Equal("units-reconciling", (await DecideAsync(hub, desk, "CX.sale", Day)).Refusal?.Code);
        Assert.Equal("units-reconciling", (await hub.ApproveTransfer.ApproveAsync("CX-CX001-2022", Approval(Day), Hub.Government("CX"), default)).Refusal?.Code);

        await Issuance.Units.HoldAsync(hub.Ledger, PartyId.Parse("CX"), PartyId.Parse("CX"), null);
        Assert.Equal("pending", Hub.Ok(await DecideAsync(hub, desk, "CX.sale", Day))["state"]!.GetValue<string>());
        Hub.Ok(await hub.ApproveTransfer.ApproveAsync("CX-CX001-2022", Approval(Day), Hub.Government("CX"), default));
    }

    private static async Task ApproveAsync(Hub hub, RegistryDesk desk, string host, DateOnly day)
    {
        Hub.Ok(await hub.ApproveTransfer.ApproveAsync($"{host}-{host}001-2022", Approval(day), Hub.Government(host), default));
        await desk.ApplyAsync(host, PartyId.Parse(host), day);
        await desk.ApplyAsync(host, PartyId.Japan, day);
    }

    private static byte[] Approval(DateOnly day) => Hub.Document($$"""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"{{day:yyyy-MM-dd}}"}""");

    private static async Task CorrectAsync(RegistryDesk desk, DecideCorrection correct, string host, string kind, long tonnes)
    {
        var document = Hub.Document($$"""
            {"documentType":"correction","schemaVersion":"1.0","correctionId":"{{host}}-{{kind}}","kind":"{{kind}}","reason":"reversal","explanation":"a test","host":"{{host}}",
             "decision":"{{host}}-{{host}}001-2022","tonnes":"{{tonnes}}","registry":"{{host}}","decidedOn":"2026-05-02"}
            """);
        Hub.Ok(await correct.ApproveAsync(document, Hub.Government("JP"), default));
        Hub.Ok(await correct.ApproveAsync(document, Hub.Government(host), default));
        await desk.ApplyAsync(host, PartyId.Parse(host), Day);
    }

    [Fact]
    public async Task Authorize_ReductionsBefore2021_IsRefused()
    {
        var hub = new Hub(storage, Hub.Project("CF001"), Hub.Host("CF", Agreed));
        await HeldAsync(hub, "CF", year: 2020);

        Assert.Equal("vintage-before-2021", (await AuthorizeAsync(hub, "CF", "CFX-0001", 100)).Refusal?.Code);
        Assert.Empty((await hub.IssuanceAsync("CF", "CF-CF001-2020")).Adjustments);
    }

    /// <summary>60 t for Japan and the rest for the host's side, issued wherever the host's flow issues first.</summary>
    private async Task<RegistryDesk> HeldAsync(Hub hub, string host, int year = 2022, long partner = 40)
    {
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await desk.TellAccountsAsync(host);
        var period = new MonitoringPeriod(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        await hub.ReadyAsync($"{host}001", period, Day, (year, 60 + partner));
        await hub.DecidedAsync(Hub.Decision($"{host}-{host}001-{year}", Day, Hub.Project($"{host}001", period, Hub.Allocation(host, year, 60, partner))));
        await desk.ApplyAsync(host, PartyId.Parse(host), Day);
        await desk.ApplyAsync(host, PartyId.Japan, Day);
        return desk;
    }

    private static Task<Outcome<JsonObject>> AskAsync(RegistryDesk desk, string host, string id, long tonnes, Caller? caller = null, string more = "") =>
        desk.AskAsync(OperationKind.Transfer, host, $"{host}001", id, $"{host}-GOV", "JP-GOV", tonnes, $"\"acquiringParty\":\"JP\"{(more.Length > 0 ? "," : "")}{more}", caller);

    private static Task<Outcome<JsonObject>> DecideAsync(Hub hub, RegistryDesk desk, string id, DateOnly day, string outcome = "approved", string? party = null) =>
        new ApproveOperation(hub.Rules, hub.Ledger, desk.Parts, hub.Recipients, TimeProvider.System).DecideAsync(id,
            Hub.Document($$"""{"documentType":"transfer-approval","schemaVersion":"1.0","outcome":"{{outcome}}","approvedOn":"{{day:yyyy-MM-dd}}"}"""), Hub.Government(party ?? id[..2]), default);

    private static async Task<Outcome<JsonObject>> AuthorizeAsync(Hub hub, string host, string id, long quantity, string? account = null)
    {
        var decision = (await hub.Ledger.View(PartyId.Parse(host)).RangeAsync("issuance|", default).FirstAsync()).Key["issuance|".Length..];
        return await new AuthorizeUnits(hub.Rules, hub.Ledger, TimeProvider.System).AuthorizeAsync(Hub.Document($$"""
            {"documentType":"authorization-grant","schemaVersion":"1.0","decision":"{{decision}}"{{(account is null ? "" : $",\"account\":\"{account}\"")}},
             "authorization":{"authorizationId":"{{id}}","cooperativeApproach":"CA0009","purposes":"NDC and OIMP","firstTransferDefOimp":"use-or-cancellation","quantity":"{{quantity}}","authorizedOn":"2026-06-01"} }
            """), Hub.Government(host), default);
    }

    private static async Task<(long Tonnes, int Blocks)> HeldInJapanAsync(Hub hub, string host)
    {
        var blocks = await hub.Ledger.View(PartyId.Parse(host)).BlocksOfAccountAsync(PartyId.Japan, "JP-GOV", default);
        Assert.All(blocks, block => Assert.Equal(UnitState.Live, block.State));
        return (blocks.Sum(block => block.Units.Count), blocks.Count);
    }

    private async Task VerifyAsync(string host)
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(new TableLedgerRows(storage.Tables()), PartyId.Parse(host), null, TimeProvider.System, journal, default);
        journal.Position = 0;
        Assert.Null(JournalVerification.Verify(journal, default).Failure);
    }
}
