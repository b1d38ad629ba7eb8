using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Flows;
using JcmHub.Adapters.Tests.UnitOperations;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using Moq;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>The project cycle as facts with dates, on a real storage. Each test has a host of its own.</summary>
public sealed class ProjectCycleTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly MonitoringPeriod Year2020 = new(new DateOnly(2020, 1, 1), new DateOnly(2020, 12, 31));
    private static readonly DateOnly Day = new(2024, 3, 1);

    [Fact]
    public async Task Verify_ReturnedReport_IsVerifiedOnceItsFindingsAreAnswered()
    {
        var hub = new Hub(storage, Hub.Project("CA001"), Hub.Host("CA"));
        var report = await hub.ComputedAsync("CA001", Year2020, (2020, 100));
        Hub.Ok(await hub.Verify.VerifyAsync(report.Id, Hub.Returned(report, "Which meter?"), Hub.EntityOf(report.Id), default));

        var early = await hub.Verify.VerifyAsync(report.Id, Hub.Verification(report, Day), Hub.EntityOf(report.Id), default);
        Assert.Equal("report-not-ready", early.Refusal?.Code);
        Hub.Ok(await hub.Answer.AnswerAsync(report.Id, Answer("The second."), Hub.Participant("CA001"), default));
        Hub.Ok(await hub.Answer.AnswerAsync(report.Id, Answer("The second."), Hub.Participant("CA001"), default));
        await hub.VerifiedAsync(report, Day);

        Assert.Equal("already-verified", (await hub.Verify.VerifyAsync(report.Id, Hub.Returned(report, "Another."), Hub.EntityOf(report.Id), default)).Refusal?.Code);
        var document = Hub.Ok(await hub.Read.ReadAsync(report.Id, default));
        Assert.Equal(["2024-02-01", "2024-02-10", "2024-03-01"], new[] { "returned", "answered", "verified" }.Select(fact => document["facts"]![fact]!.GetValue<string>()));
        Assert.Equal(["returned", "verified"], document["statements"]!.AsArray().Select(statement => statement!["outcome"]!.GetValue<string>()));
        Assert.Equal("The second.", document["statements"]![0]!["answer"]!["answers"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Verify_EntityThatTheTokenDoesNotName_IsRefused()
    {
        var hub = new Hub(storage, Hub.Project("CN001"), Hub.Host("CN"));
        var report = await hub.ComputedAsync("CN001", Year2020, (2020, 100));

        var refused = (await hub.Verify.VerifyAsync(report.Id, Hub.Verification(report, Day), Hub.EntityOf("CO001"), default)).Refusal!;

        Assert.Equal(("entity-not-yours", "/thirdPartyEntity", RefusalKind.Forbidden), (refused.Code, refused.Errors[0].Pointer, refused.Kind));
        Hub.Ok(await hub.Verify.VerifyAsync(report.Id, Hub.Verification(report, Day), Hub.EntityOf("CN001"), default));
    }

    [Fact]
    public async Task Answer_NothingReturned_IsRefused()
    {
        var hub = new Hub(storage, Hub.Project("CB001"), Hub.Host("CB"));
        var report = await hub.ComputedAsync("CB001", Year2020, (2020, 100));

        Assert.Equal("report-not-ready", (await hub.Answer.AnswerAsync(report.Id, Answer("To nobody."), Hub.Participant("CB001"), default)).Refusal?.Code);
    }

    [Fact]
    public async Task Withdraw_IssuanceRequest_TakesItsChecksAlongAndLetsAnotherFollow()
    {
        var hub = new Hub(storage, Hub.Project("CC001"), Hub.Host("CC"));
        var report = await hub.ReadyAsync("CC001", Year2020, Day, (2020, 100));
        var decision = Decision("CC", "CC001", 60, 40);
        Hub.Ok(await hub.ApproveAsync(decision, "JP"));
        for (var i = 0; i < 2; i++)
            Hub.Ok(await hub.Withdraw.WithdrawAsync(report.Id, Withdrawal("issuance-request"), Hub.Participant("CC001"), default));

        Assert.Equal("report-not-ready", (await hub.ApproveAsync(decision, "CC")).Refusal?.Code);
        var withdrawn = Hub.Ok(await hub.Read.ReadAsync(report.Id, default));
        Assert.Equal("2024-03-05", withdrawn["facts"]!["issuanceRequestWithdrawn"]!.GetValue<string>());
        Assert.Null(withdrawn["facts"]!["issuanceRequested"]);
        Assert.Empty(withdrawn["facts"]!["completeness"]!.AsObject());

        // Japan approved another request than the one that stands now.
        await hub.RequestedAsync(report.Id, Day.AddDays(10));
        Assert.False(Hub.Ok(await hub.ApproveAsync(decision, "CC")).IsInForce);
        Assert.True(Hub.Ok(await hub.ApproveAsync(decision, "JP")).IsInForce);
    }

    [Fact]
    public async Task Withdraw_DecidedReport_IsRefused()
    {
        var hub = new Hub(storage, Hub.Project("CD001"), Hub.Host("CD"));
        var report = await hub.ReadyAsync("CD001", Year2020, Day, (2020, 100));
        await hub.DecidedAsync(Decision("CD", "CD001", 60, 40));

        Assert.Equal("report-already-decided", (await hub.Withdraw.WithdrawAsync(report.Id, Withdrawal("report"), Hub.Participant("CD001"), default)).Refusal?.Code);
        Assert.Null((await hub.Reports.FindAsync(report.Id, default))!.Value.State.Withdrawn);
    }

    /// <summary>Whichever comes first stands; never are both true, and never neither.</summary>
    [Fact]
    public async Task Withdraw_WhileTheSecondGovernmentApproves_OneOfThemIsRefused()
    {
        var projects = Enumerable.Range(1, 6).Select(number => $"CK00{number}").ToArray();
        var hub = new Hub(storage, [Hub.Host("CK"), .. projects.Select(project => Hub.Project(project))]);
        foreach (var project in projects)
        {
            var report = await hub.ReadyAsync(project, Year2020, Day, (2020, 100));
            var decision = Decision("CK", project, 60, 40);
            Hub.Ok(await hub.ApproveAsync(decision, "JP"));

            var approval = hub.ApproveAsync(decision, "CK");
            var withdrawal = hub.Withdraw.WithdrawAsync(report.Id, Withdrawal("report"), Hub.Participant(project), default);
            await Task.WhenAll(approval, withdrawal);

            Assert.NotEqual((await approval).IsRefused, (await withdrawal).IsRefused);
            Assert.Equal((await withdrawal).IsRefused, await hub.Ledger.View(report.Host).IssuanceAsync($"CK-{project}-2020", default) is not null);
        }
    }

    /// <summary>The process dies between the ledger's word and the report's: the decision is refused all the same, and sent again it is whole.</summary>
    [Fact]
    public async Task Withdraw_ReportWhoseOwnStateWasNotWritten_IsNotDecidedAndCompletedWhenSentAgain()
    {
        var hub = new Hub(storage, Hub.Project("CE001"), Hub.Host("CE"));
        var report = await hub.ReadyAsync("CE001", Year2020, Day, (2020, 100));
        Hub.Ok(await hub.Withdraw.WithdrawAsync(report.Id, Withdrawal("report"), Hub.Participant("CE001"), default));
        var (state, version) = (await hub.Reports.FindAsync(report.Id, default))!.Value;
        var standing = state.IssuanceRequests[^1] with { Withdrawn = null };
        Assert.True(await hub.Reports.ReplaceAsync(state with { Withdrawn = null, IssuanceRequests = [standing] }, version, default));

        Assert.Equal("report-not-ready", (await hub.ApproveAsync(Decision("CE", "CE001", 60, 40), "JP")).Refusal?.Code);
        Assert.Equal(new DateOnly(2024, 3, 5), Hub.Ok(await hub.Withdraw.WithdrawAsync(report.Id, Withdrawal("report"), Hub.Participant("CE001"), default)).Withdrawn!.On);
        Assert.Equal("report-withdrawn", (await hub.ApproveAsync(Decision("CE", "CE001", 60, 40), "JP")).Refusal?.Code);
    }

    [Fact]
    public async Task Submit_OverAReturnedReport_NeedsToNameIt()
    {
        var hub = new Hub(storage, Hub.Project("CF001"), Hub.Host("CF"));
        var first = Hub.Ok(await SubmitAsync(hub, "CF001", report => report["comment"] = "first"));
        Assert.Equal("replaces-not-free", (await SubmitAsync(hub, "CF001", report => report["replaces"] = first.ReportId)).Refusal?.Code);
        await ReturnAsync(hub, first.ReportId);

        Assert.Equal("report-overlaps", (await SubmitAsync(hub, "CF001", report => report["comment"] = "second")).Refusal?.Code);
        Assert.Equal("replaces-unknown", (await SubmitAsync(hub, "CF001", report => report["replaces"] = "CF001-0000000000000000")).Refusal?.Code);
        var second = Hub.Ok(await SubmitAsync(hub, "CF001", report => report["replaces"] = first.ReportId));

        var old = Hub.Ok(await hub.Read.ReadAsync(first.ReportId, default));
        Assert.Equal(second.ReportId, old["replacedBy"]!.GetValue<string>());
        Assert.Equal("report-replaced", (await hub.Answer.AnswerAsync(first.ReportId, Answer("Too late."), Hub.Participant("CF001"), default)).Refusal?.Code);
        // The same bytes again are the same reports again, and the replaced one is not replaced twice.
        Assert.Equal(first.ReportId, Hub.Ok(await SubmitAsync(hub, "CF001", report => report["comment"] = "first")).ReportId);
        Assert.Equal("replaces-not-free", (await SubmitAsync(hub, "CF001", report => (report["replaces"], report["comment"]) = (first.ReportId, "third"))).Refusal?.Code);
    }

    /// <summary>In Bangkok the year 2021 is over at 17:00 UTC of its last day.</summary>
    [Fact]
    public async Task Submit_PeriodThatIsNotOver_WaitsForTheProjectsOwnDay()
    {
        var hub = new Hub(storage, Hub.Project("CK001"), Hub.Host("CK"));
        SubmitReport At(string instant) => new(hub.Rules, hub.Reports, Mock.Of<IReportQueue>(), Mock.Of<TimeProvider>(clock =>
            clock.GetUtcNow() == DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

        var early = await SubmitAsync(At("2021-12-31T16:59:59Z"), "CK001", _ => { });
        Assert.Equal(("period-not-over", "/monitoringPeriod/to"), (early.Refusal?.Code, early.Refusal?.Errors[0].Pointer));
        Hub.Ok(await SubmitAsync(At("2021-12-31T17:00:00Z"), "CK001", _ => { }));
    }

    /// <summary>TH010 was withdrawn and filed again as TH015 with the identical title: one project, whose days count once.</summary>
    [Fact]
    public async Task Submit_ProjectFiledAgain_DoesNotReportADayTwice()
    {
        var before = new Hub(storage, Hub.Project("CG010"), Hub.Host("CG"));
        var first = Hub.Ok(await SubmitAsync(before, "CG010", _ => { }));
        var hub = new Hub(storage,
            Hub.Project("CG010", "\"status\":\"withdrawn\",\"refiledAs\":\"CG015\""), Hub.Project("CG015", "\"refiledFrom\":\"CG010\""), Hub.Host("CG"));

        var again = await SubmitAsync(hub, "CG015", _ => { });
        Assert.Equal("report-overlaps", again.Refusal?.Code);
        Assert.Contains(first.ReportId, again.Refusal!.Detail, StringComparison.Ordinal);
        Assert.Equal("project-withdrawn", (await SubmitAsync(hub, "CG010", report => report["comment"] = "another")).Refusal?.Code);

        await ReturnAsync(before, first.ReportId);
        Hub.Ok(await SubmitAsync(hub, "CG015", report => report["replaces"] = first.ReportId));
    }

    [Fact]
    public async Task Submit_ReferenceDeclaredAfterBothWereReported_StillSeesTheOtherDays()
    {
        var before = new Hub(storage, Hub.Project("CH015"), Hub.Host("CH"));
        Hub.Ok(await SubmitAsync(before, "CH015", _ => { }));
        var hub = new Hub(storage, Hub.Project("CH010"), Hub.Project("CH015", "\"refiledFrom\":\"CH010\""), Hub.Host("CH"));

        Assert.Equal("report-overlaps", (await SubmitAsync(hub, "CH015", report => report["comment"] = "again")).Refusal?.Code);
        Assert.Equal("report-overlaps", (await SubmitAsync(hub, "CH010", _ => { })).Refusal?.Code);
    }

    [Fact]
    public async Task Read_LateCompletenessCheck_ShowsItLate()
    {
        var limits = """
            "timeLimit":[{"from":"2013-01-01","value":{"operation":"completeness-check","days":7},"source":"a test","certainty":"sourced"}]
            """;
        var hub = new Hub(storage, Hub.Project("CI001"), Hub.Host("CI", limits));
        var report = await hub.ComputedAsync("CI001", Year2020, (2020, 100));
        await hub.VerifiedAsync(report, Day);
        Hub.Ok(await hub.Request.RequestAsync(report.Id, Hub.Document("""{"documentType":"issuance-request","schemaVersion":"1.0","requestedOn":"2024-03-01"}"""), default));
        Hub.Ok(await hub.Check.CheckAsync(report.Id,
            Hub.Document("""{"documentType":"completeness-check","schemaVersion":"1.0","outcome":"complete","checkedOn":"2024-03-08"}"""), Hub.Secretariat("JP"), default));

        var document = Hub.Ok(await hub.Read.ReadAsync(report.Id, default))["limits"]!.AsArray();

        Assert.Equal([("japan", "2024-03-08", false), ("partner", "2024-03-08", true)], document.Select(limit =>
            (limit!["side"]!.GetValue<string>(), limit["due"]!.GetValue<string>(), limit["late"]!.GetValue<bool>())));
    }

    [Fact]
    public async Task Read_UnitsThatWereRetiredAndCancelled_ShowsTheRegistrysDaysAndTheYearsOfUse()
    {
        // What is asked for is not done before: the days of this test are those of its clock.
        var time = new Exchange.ShiftedTime();
        time.Advance(new DateTimeOffset(2026, 4, 1, 3, 0, 0, TimeSpan.Zero) - time.GetUtcNow());
        var hub = new Hub(storage, time, Hub.Project("CM001"), Hub.Host("CM", """
            "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
            """));
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        var (period, day) = (new MonitoringPeriod(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31)), new DateOnly(2026, 4, 1));
        var report = await hub.ReadyAsync("CM001", period, day, (2022, 100));
        var decision = Hub.Decision("CM-CM001-2022", day, Hub.Project("CM001", period, Hub.Allocation("CM", 2022, 60, 40)));
        decision["authorization"] = JsonNode.Parse("""{"authorizationId":"CMX-0001","cooperativeApproach":"CA0009","purposes":"NDC and OIMP","firstTransferDefOimp":"use-or-cancellation","quantity":60,"authorizedOn":"2026-04-01"}""");
        await hub.DecidedAsync(decision);
        await desk.ApplyAsync("CM", PartyId.Japan, day);
        Assert.Null(Hub.Ok(await hub.Read.ReadAsync(report.Id, default))["facts"]!["retired"]);

        // Japan's period is only recalled: the use is taken, and the answer says how sure we are.
        var first = Hub.Ok(await desk.AskAsync(OperationKind.Retirement, "CM", "CM001", "0", "JP-GOV", "JP-RET", 1, "\"purpose\":\"NDC\",\"useYear\":2026"));
        Assert.Equal("rule-unsure", Assert.Single(first["warnings"]!.AsArray())!["code"]!.GetValue<string>());
        await desk.ApplyAsync("CM", PartyId.Japan, day);
        await desk.DoneAsync(OperationKind.Retirement, "CM", "CM001", "1", "JP-GOV", "JP-RET", 10, day.AddDays(1), "\"purpose\":\"NDC\",\"useYear\":2026");
        await desk.DoneAsync(OperationKind.Retirement, "CM", "CM001", "2", "JP-GOV", "JP-RET", 5, day.AddDays(3), "\"purpose\":\"NDC\",\"useYear\":2026");
        await desk.DoneAsync(OperationKind.Retirement, "CM", "CM001", "3", "JP-GOV", "JP-RET", 7, day.AddDays(2), "\"purpose\":\"NDC\",\"useYear\":2026");
        await desk.DoneAsync(OperationKind.Retirement, "CM", "CM001", "4", "JP-GOV", "JP-RET", 1, day.AddDays(5), "\"purpose\":\"OIMP\",\"useYear\":2026");
        await desk.DoneAsync(OperationKind.Cancellation, "CM", "CM001", "5", "JP-GOV", "JP-CAN", 2, day.AddDays(4), "\"reason\":\"a test\"");

        var facts = Hub.Ok(await hub.Read.ReadAsync(report.Id, default))["facts"]!;
        Assert.Equal(("2026-04-06", "2026-04-05"), (facts["retired"]!.GetValue<string>(), facts["cancelled"]!.GetValue<string>()));
        Assert.Equal([(2026, "JP", "23", "2026-04-04")], facts["used"]!.AsArray().Select(use =>
            (use!["year"]!.GetValue<int>(), use["party"]!.GetValue<string>(), use["tonnes"]!.GetValue<string>(), use["on"]!.GetValue<string>())));
    }

    [Theory]
    [InlineData("CP", true)]
    [InlineData("CQ", false)]
    public async Task Read_FirstTransferredUnits_ShowsTheirItmoIdentifiersAndWhatIsAssumed(string host, bool isRegistryKnown)
    {
        var registry = isRegistryKnown ? $$""" ,"itmoRegistry":[{"from":"2020-01-01","value":"{{host}}X01","source":"a test","certainty":"recalled-low"}] """ : "";
        var hub = new Hub(storage, Hub.Project($"{host}001"), Hub.Host(host, """
            "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
            """ + registry));
        var (period, day) = (new MonitoringPeriod(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31)), new DateOnly(2026, 4, 1));
        var report = await hub.ReadyAsync($"{host}001", period, day, (2022, 100));
        var decision = Hub.Decision($"{host}-{host}001-2022", day, Hub.Project($"{host}001", period, Hub.Allocation(host, 2022, 60, 40)));
        decision["authorization"] = JsonNode.Parse($$"""{"authorizationId":"{{host}}X-0001","cooperativeApproach":"CA0009","purposes":"NDC","quantity":60,"authorizedOn":"2026-04-01"}""");
        await hub.DecidedAsync(decision);
        await new RegistryDesk(hub, storage).ApplyAsync(host, PartyId.Japan, day);

        var blocks = Hub.Ok(await hub.Read.ReadAsync(report.Id, default))["blocks"]!.AsArray();
        var itmo = blocks.Single(block => block!["registry"]!.GetValue<string>() == "JP")!["itmo"]!;
        var credits = new ReadCredits(hub.Rules, hub.Ledger, null!);
        var page = Hub.Ok(await credits.BlocksAsync(host, new CreditsFilter(null, null, "JP", null, null), null, null, default));
        var unit = Hub.Ok(await credits.UnitAsync($"{host}.7", Hub.Government(host), default));

        Assert.Null(blocks.Single(block => block!["registry"]!.GetValue<string>() == host)!["itmo"]);
        Assert.Equal(("CA0009", $"{host}X", 1, 60, 2022), (itmo["cooperativeApproach"]!.GetValue<string>(), itmo["originatingParty"]!.GetValue<string>(),
            itmo["first"]!.GetValue<long>(), itmo["last"]!.GetValue<long>(), itmo["vintage"]!.GetValue<int>()));
        Assert.Equal(isRegistryKnown ? $"CA0009-{host}X01-{host}X-60-2022" : null, itmo["lastId"]?.GetValue<string>());
        Assert.Contains(itmo["assumed"]!.AsArray(), text => text!.GetValue<string>().Contains(isRegistryKnown ? "recalled low: a test" : "is not known", StringComparison.Ordinal));
        Assert.Equal(itmo.ToJsonString(), page["blocks"]![0]!["itmo"]!.ToJsonString());
        Assert.Equal(itmo.ToJsonString(), unit["block"]!["itmo"]!.ToJsonString());
    }

    [Fact]
    public async Task Retirement_OfUnitsThatAreNoItmos_IsRefusedTowardAnNdc()
    {
        var hub = new Hub(storage, Hub.Project("HK001"), Hub.Host("HK"));
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await hub.ReadyAsync("HK001", Year2020, Day, (2020, 100));
        await hub.DecidedAsync(Decision("HK", "HK001", 60, 40));
        await desk.ApplyAsync("HK", PartyId.Japan, new DateOnly(2024, 3, 31));

        var refused = await desk.AskAsync(OperationKind.Retirement, "HK", "HK001", "1", "JP-GOV", "JP-RET", 10, "\"purpose\":\"NDC\",\"useYear\":2026");
        Assert.Equal(["units-not-authorised", "units-not-transferred"], refused.Refusal!.Errors.Select(error => error.Code));
    }

    [Fact]
    public async Task Attach_FullAndRedacted_ShowsOnlyTheRedactedOneToAnyone()
    {
        var hub = new Hub(storage, Hub.Project("CJ001"), Hub.Host("CJ"));
        var report = await hub.ComputedAsync("CJ001", Year2020, (2020, 100));
        var full = Hub.Ok(await AttachAsync(hub, report.Id, "verification-report", "full", "names and figures", Hub.EntityOf(report.Id)));
        Hub.Ok(await AttachAsync(hub, report.Id, "verification-report", "full", "names and figures", Hub.EntityOf(report.Id)));
        var redacted = Hub.Ok(await AttachAsync(hub, report.Id, "verification-report", "redacted", "figures", Hub.EntityOf(report.Id)));

        Assert.Equal("document-unknown", (await hub.Attach.ReadAsync(report.Id, full.ContentHash, publicOnly: true, default)).Refusal?.Code);
        Assert.Equal("figures", Encoding.UTF8.GetString(Hub.Ok(await hub.Attach.ReadAsync(report.Id, redacted.ContentHash, publicOnly: true, default)).Content.Span));
        Assert.Equal("names and figures", Encoding.UTF8.GetString(Hub.Ok(await hub.Attach.ReadAsync(report.Id, full.ContentHash["sha-256:".Length..], publicOnly: false, default)).Content.Span));
        Assert.Equal(2, (await hub.Reports.FindAsync(report.Id, default))!.Value.State.Documents.Count);
        Assert.Equal("document-not-yours", (await AttachAsync(hub, report.Id, "decision", "full", "signed", Hub.EntityOf(report.Id))).Refusal?.Code);
        Hub.Ok(await AttachAsync(hub, report.Id, "decision", "full", "signed", Hub.Government("CJ")));
    }

    [Fact]
    public async Task Submit_BytesOfAWithdrawnReport_GetTheAnswerOfOtherBytes()
    {
        var hub = new Hub(storage, Hub.Project("HL001"), Hub.Host("HL"));
        var first = Hub.Ok(await SubmitAsync(hub, "HL001", _ => { }));
        Assert.True(Hub.Ok(await SubmitAsync(hub, "HL001", _ => { })).IsReplay);
        Hub.Ok(await hub.Withdraw.WithdrawAsync(first.ReportId, Withdrawal("report"), Hub.Participant("HL001"), default));

        var same = await SubmitAsync(hub, "HL001", _ => { });
        var other = await SubmitAsync(hub, "HL001", report => report["comment"] = "other bytes");

        Assert.Equal("report-overlaps", same.Refusal?.Code);
        Assert.Equal(Assert.Single(other.Refusal!.Errors), Assert.Single(same.Refusal!.Errors));
    }

    [Fact]
    public async Task Submit_BytesOfAWithdrawnReportWhosePeriodIsFree_AreANewReport()
    {
        var hub = new Hub(storage, Hub.Project("HM001"), Hub.Host("HM"));
        var first = Hub.Ok(await SubmitAsync(hub, "HM001", FirstHalf));
        Hub.Ok(await hub.Withdraw.WithdrawAsync(first.ReportId, Withdrawal("report"), Hub.Participant("HM001"), default));
        Hub.Ok(await SubmitAsync(hub, "HM001", report =>
        {
            Half(report, "2021-07-01", "2021-12-31", isFirst: false);
            report["replaces"] = first.ReportId;
        }));

        var again = Hub.Ok(await SubmitAsync(hub, "HM001", FirstHalf));
        var replay = Hub.Ok(await SubmitAsync(hub, "HM001", FirstHalf));

        Assert.Equal((false, first.ContentHash), (again.IsReplay, again.ContentHash));
        Assert.NotEqual(first.ReportId, again.ReportId);
        Assert.Equal((true, again.ReportId), (replay.IsReplay, replay.ReportId));
        Assert.NotNull((await hub.Reports.FindAsync(first.ReportId, default))!.Value.State.Withdrawn);
        Assert.Null((await hub.Reports.FindAsync(again.ReportId, default))!.Value.State.Withdrawn);

        static void FirstHalf(JsonObject report) => Half(report, "2021-01-01", "2021-06-30", isFirst: true);

        static void Half(JsonObject report, string from, string to, bool isFirst)
        {
            report["monitoringPeriod"] = new JsonObject { ["from"] = from, ["to"] = to };
            var readings = report["readings"]!.AsArray();
            foreach (var reading in readings.Where(r => string.CompareOrdinal(r!["from"]!.GetValue<string>(), "2021-07") < 0 != isFirst).ToList())
                readings.Remove(reading);
        }
    }

    private static Task<Outcome<AttachedDocument>> AttachAsync(Hub hub, string report, string kind, string version, string text, Caller caller) =>
        hub.Attach.AttachAsync(report, kind, version, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", caller, default);

    private static async Task ReturnAsync(Hub hub, string reportId)
    {
        var (state, version) = (await hub.Reports.FindAsync(reportId, default))!.Value;
        var result = new ComputedResult(DateTimeOffset.UnixEpoch, [], [], [], [], "none");
        Assert.True(await hub.Reports.CompleteAsync(state with { Result = result }, version, default));
        Hub.Ok(await hub.Verify.VerifyAsync(reportId, Hub.Returned(state, "Which meter?"), Hub.EntityOf(reportId), default));
    }

    private static Task<Outcome<Submission>> SubmitAsync(Hub hub, string project, Action<JsonObject> change) => SubmitAsync(hub.Submit, project, change);

    private static async Task<Outcome<Submission>> SubmitAsync(SubmitReport submit, string project, Action<JsonObject> change)
    {
        var sample = Path.Combine(Local.Stack.Checkout.Root(AppContext.BaseDirectory), "functions", "JcmHub.Cli", "samples", "th014-2021.json");
        var report = JsonNode.Parse(await File.ReadAllBytesAsync(sample))!.AsObject();
        report["project"] = project;
        change(report);
        return await submit.SubmitAsync(new MemoryStream(Encoding.UTF8.GetBytes(report.ToJsonString())), SubmitReport.MaximumBytes, Hub.Participant(project), null, default);
    }

    private static JsonObject Decision(string host, string project, long japan, long partner) =>
        Hub.Decision($"{host}-{project}-2020", Day.AddDays(30), Hub.Project(project, Year2020, Hub.Allocation(host, 2020, japan, partner)));

    private static byte[] Answer(string text) => Hub.Document($$"""{"documentType":"findings-answer","schemaVersion":"1.0","answeredOn":"2024-02-10","answers":["{{text}}"]}""");

    private static byte[] Withdrawal(string what) => Hub.Document($$"""{"documentType":"withdrawal","schemaVersion":"1.0","what":"{{what}}","withdrawnOn":"2024-03-05"}""");
}
