using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>Decisions on several projects, and decisions that wait for a fee, on a real storage. Each test has a host of its own.</summary>
public sealed class JointDecisionTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly MonitoringPeriod Year2020 = new(new DateOnly(2020, 1, 1), new DateOnly(2020, 12, 31));
    private static readonly DateOnly Day = new(2024, 3, 1);

    [Fact]
    public async Task Approve_SeveralProjects_NotifiesAllInOneEntryOrNone()
    {
        var hub = new Hub(storage, Hub.Project("DA001"), Hub.Project("DA002"), Hub.Host("DA"));
        await hub.ReadyAsync("DA001", Year2020, Day, (2020, 100));
        var wrong = Several("DA", (60, 40), (2, 2));
        var report = await hub.ReadyAsync("DA002", Year2020, Day, (2020, 3));
        var refused = await hub.ApproveAsync(wrong, "JP");
        Assert.Equal("/projects/1/allocation/recipients", Assert.Single(refused.Refusal!.Errors).Pointer);

        var decided = await hub.DecidedAsync(Several("DA", (60, 40), (2, 1)));

        Assert.True(decided.IsInForce);
        // Japan's approval and the host's: all of both projects stands in the second entry.
        Assert.Equal((3, 103), ((await HeadAsync(hub, "DA")).LastEntry, (await HeadAsync(hub, "DA")).LastUnit));
        Assert.Equal(100, (await hub.IssuanceAsync("DA", "DA-JOINT-DA001")).Units!.Value.Count);
        var document = Hub.Ok(await hub.Read.ReadAsync(report.Id, default));
        Assert.Equal("DA-JOINT-DA002", document["decision"]!.GetValue<string>());
        Assert.Equal(["2", "1"], document["allocation"]!.AsArray().Select(part => part!["tonnes"]!.GetValue<string>()));
        Assert.Contains(document["warnings"]!.AsArray(), warning => warning!["pointer"]!.GetValue<string>() == "/projects/1/allocation");
    }

    [Fact]
    public async Task Approve_ProjectDecidedBefore_DecidesNothingOfTheOthers()
    {
        var hub = new Hub(storage, Hub.Project("DB001"), Hub.Project("DB002"), Hub.Host("DB"));
        await hub.ReadyAsync("DB001", Year2020, Day, (2020, 100));
        await hub.ReadyAsync("DB002", Year2020, Day, (2020, 3));
        await hub.DecidedAsync(Hub.Decision("DB-FIRST", Day, Hub.Project("DB002", Year2020, Hub.Allocation("DB", 2020, 2, 1))));

        Assert.Equal("report-already-decided", (await hub.ApproveAsync(Several("DB", (60, 40), (2, 1)), "JP")).Refusal?.Code);
        Assert.Null(await hub.Ledger.View(Domain.Parties.PartyId.Parse("DB")).DecisionAsync("DB-JOINT", default));
    }

    [Theory]
    [InlineData("6/4", "400 share-out-of-range")]
    [InlineData("1/2", "422 allocation-shares")]
    public async Task Approve_SharesThatAreNone_AreRefusedWithTheirPlace(string share, string refusal)
    {
        var hub = new Hub(storage, Hub.Project("DD001"), Hub.Host("DD"));
        if (await hub.Reports.ProjectAsync(Domain.Projects.ProjectId.Parse("DD001"), default) is { Reports.Claims.Count: 0 })
            await hub.ReadyAsync("DD001", Year2020, Day, (2020, 100));
        var allocation = JsonNode.Parse($$"""
            {"kind":"fractions","recipients":[{"holder":"Government of Japan","side":"japan","kind":"government","account":"JP-GOV","fraction":"{{share}}"}]}
            """)!.AsObject();

        var answer = await hub.ApproveAsync(Hub.Decision("DD-ONE", Day, Hub.Project("DD001", Year2020, allocation)), "JP");

        Assert.Equal(refusal, $"{(answer.Refusal!.Kind == Flows.RefusalKind.Malformed ? 400 : 422)} {answer.Refusal.Code}");
        Assert.StartsWith("/allocation/recipients", answer.Refusal.Errors[0].Pointer, StringComparison.Ordinal);
    }

    /// <summary>JSON knows one kind of number: 60, 60.0 and 6e1 are the same whole tonnes.</summary>
    [Fact]
    public async Task Approve_TonnesWrittenWithAPoint_AreTheWholeTonnesThatTheyAre()
    {
        var hub = new Hub(storage, Hub.Project("DK001"), Hub.Host("DK"));
        await hub.ReadyAsync("DK001", Year2020, Day, (2020, 100));
        var decision = Hub.Decision("DK-ONE", Day, Hub.Project("DK001", Year2020, Hub.Allocation("DK", 2020, 60, 40))).ToJsonString();
        var written = Hub.Document(decision.Replace(":60}", ":6e1}", StringComparison.Ordinal).Replace(":40}", ":40.0}", StringComparison.Ordinal));
        Assert.NotEqual(decision.Length, written.Length);

        Hub.Ok(await hub.Decide.ApproveAsync(written, Hub.Government("JP"), default));
        Assert.True(Hub.Ok(await hub.Decide.ApproveAsync(Hub.Document(decision), Hub.Government("DK"), default)).IsInForce);
    }

    [Fact]
    public async Task Read_DecisionByShares_ShowsItsWorkingAsItWasDecided()
    {
        var hub = new Hub(storage, Hub.Project("DJ001"), Hub.Host("DJ"));
        await hub.ReadyAsync("DJ001", Year2020, Day, (2020, 101));
        var allocation = JsonNode.Parse("""
            {"kind":"fractions","recipients":[{"holder":"Government of Japan","side":"japan","kind":"government","account":"JP-GOV","fraction":"3/5"},
             {"holder":"Host side","side":"partner","kind":"government","account":"DJ-GOV","fraction":"2/5","residual":true}]}
            """)!.AsObject();
        await hub.DecidedAsync(Hub.Decision("DJ-ONE", Day, Hub.Project("DJ001", Year2020, allocation)));

        var working = Hub.Ok(await new Flows.Decisions.ReadDecision(hub.Ledger).ReadAsync("DJ-ONE", default))["projects"]![0]!["allocation"]!.AsArray();

        Assert.Equal(["60 floor 3/5", "41 residual 2/5"], working.Select(part => $"{part!["tonnes"]} {part["why"]} {part["remainder"]}"));
    }

    [Fact]
    public async Task Approve_ProjectOfTheSameTitleAndParticipants_Warns()
    {
        var hub = new Hub(storage, Hub.Project("DH001"), Hub.Project("DH002"), Hub.Project("DH003", "\"refiledFrom\":\"DH001\""), Hub.Host("DH"));
        await hub.ReadyAsync("DH001", Year2020, Day, (2020, 100));

        var decided = await hub.DecidedAsync(Hub.Decision("DH-ONE", Day, Hub.Project("DH001", Year2020, Hub.Allocation("DH", 2020, 60, 40))));

        Assert.StartsWith("DH002", Assert.Single(decided.Warnings, warning => warning.Code == "project-look-alike").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_FeeBeforeIssuance_WaitsForTheHostsWord()
    {
        var hub = new Hub(storage, Hub.Project("DE001"), Hub.Host("DE", Fee("issuance")));
        await hub.ReadyAsync("DE001", Year2020, Day, (2020, 100));
        var decided = await hub.DecidedAsync(Hub.Decision("DE-ONE", Day, Hub.Project("DE001", Year2020, Hub.Allocation("DE", 2020, 60, 40))));

        Assert.False(decided.IsInForce);
        var fee = Assert.Single(decided.Fees);
        Assert.Equal((60, 75m, "USD"), (fee.Tonnes.Value, fee.Amount, fee.Fee.Currency));
        Assert.Equal("wrong-party", (await hub.Decide.ConfirmPaymentAsync("DE-ONE", Payment("2024-04-01"), Hub.Government("JP"), default)).Refusal?.Code);

        Assert.True(Hub.Ok(await hub.Decide.ConfirmPaymentAsync("DE-ONE", Payment("2024-04-01"), Hub.Government("DE"), default)).IsInForce);
        Assert.True(Hub.Ok(await hub.Decide.ConfirmPaymentAsync("DE-ONE", Payment("2024-04-01"), Hub.Government("DE"), default)).IsInForce);
        Assert.Equal("fee-already-paid", (await hub.Decide.ConfirmPaymentAsync("DE-ONE", Payment("2024-04-02"), Hub.Government("DE"), default)).Refusal?.Code);
        Assert.Equal(100, (await HeadAsync(hub, "DE")).LastUnit);
    }

    [Theory]
    [InlineData("DV", """{"rate":"1.25","currency":"USD"}""", "75", "60 t × 1.25 USD/t = 75 USD")]
    [InlineData("DW", """{"percent":"2.5","of":"price","price":"20.05","currency":"USD"}""", "30.075", "60 t × 20.05 USD/t × 2.5 % = 30.075 USD")]
    [InlineData("DX", """{"percent":"2.5","of":"price","currency":"USD"}""", null, "60 t × ? USD/t × 2.5 % = ? USD")]
    [InlineData("DY", """{"percent":"5.5","of":"units"}""", "3.3", "60 t × 5.5 % = 3.3 t")]
    public async Task Decide_FeeOfEveryBasis_IsStatedWithItsWorking(string host, string fee, string? amount, string working)
    {
        var hub = new Hub(storage, Hub.Project($"{host}001"), Hub.Host(host,
            $$"""
            "transferFee":[{"from":"2013-01-01","value":{{fee}},"source":"a test","certainty":"sourced"}]
            """));
        await hub.ReadyAsync($"{host}001", Year2020, Day, (2020, 100));
        Hub.Ok(await hub.ApproveAsync(Hub.Decision($"{host}-ONE", Day, Hub.Project($"{host}001", Year2020, Hub.Allocation(host, 2020, 60, 40))), "JP"));

        var document = Hub.Ok(await new Flows.Decisions.ReadDecision(hub.Ledger).ReadAsync($"{host}-ONE", default));

        var stated = Assert.Single(document["fees"]!.AsArray())!;
        Assert.Equal((amount, working), (stated["amount"]?.GetValue<string>(), stated["working"]!.GetValue<string>()));
        Assert.Equal(amount is null, document["warnings"]!.AsArray().Any(warning => warning!["code"]!.GetValue<string>() == "fee-basis-unknown"));
    }

    [Fact]
    public async Task ConfirmPayment_OfOneSidesDecision_DoesNotStandForTheOthersApproval()
    {
        var hub = new Hub(storage, Hub.Project("DF001"), Hub.Host("DF", Fee("issuance")));
        await hub.ReadyAsync("DF001", Year2020, Day, (2020, 100));
        var decision = Hub.Decision("DF-ONE", Day, Hub.Project("DF001", Year2020, Hub.Allocation("DF", 2020, 60, 40)));
        Hub.Ok(await hub.ApproveAsync(decision, "JP"));

        Assert.False(Hub.Ok(await hub.Decide.ConfirmPaymentAsync("DF-ONE", Payment("2024-04-01"), Hub.Government("DF"), default)).IsInForce);
        Assert.True(Hub.Ok(await hub.ApproveAsync(decision, "DF")).IsInForce);
    }

    [Fact]
    public async Task ConfirmPayment_OfOtherFees_DoesNotPayThese()
    {
        var hub = new Hub(storage, Hub.Project("DI001"), Hub.Host("DI", Fee("issuance")));
        await hub.ReadyAsync("DI001", Year2020, Day, (2020, 100));
        JsonObject Of(long japan) => Hub.Decision("DI-ONE", Day, Hub.Project("DI001", Year2020, Hub.Allocation("DI", 2020, japan, 100 - japan)));
        Hub.Ok(await hub.ApproveAsync(Of(60), "JP"));
        Hub.Ok(await hub.Decide.ConfirmPaymentAsync("DI-ONE", Payment("2024-04-01"), Hub.Government("DI"), default));

        Assert.False((await hub.DecidedAsync(Of(70))).IsInForce);
        var paid = Hub.Ok(await hub.Decide.ConfirmPaymentAsync("DI-ONE", Payment("2024-04-01"), Hub.Government("DI"), default));

        Assert.True(paid.IsInForce);
        Assert.Equal(87.5m, Assert.Single(paid.Fees).Amount);
    }

    [Fact]
    public async Task ApproveTransfer_FeeBeforeTransfer_WaitsForTheHostsWord()
    {
        var hub = new Hub(storage, Hub.Project("DG001"), Hub.Host("DG", Fee("transfer"), flow: "A"));
        await hub.ReadyAsync("DG001", Year2020, Day, (2020, 100));
        Assert.True((await hub.DecidedAsync(Hub.Decision("DG-ONE", Day, Hub.Project("DG001", Year2020, Hub.Allocation("DG", 2020, 60, 40))))).IsInForce);
        await hub.AppliedAsync(RecordId.Parse("DG.DG.1"), Day);
        var approval = Hub.Document("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2024-04-05"}""");

        Assert.Equal("fee-not-paid", (await hub.ApproveTransfer.ApproveAsync("DG-ONE", approval, Hub.Government("DG"), default)).Refusal?.Code);
        Hub.Ok(await hub.Decide.ConfirmPaymentAsync("DG-ONE", Payment("2024-04-04"), Hub.Government("DG"), default));
        Hub.Ok(await hub.ApproveTransfer.ApproveAsync("DG-ONE", approval, Hub.Government("DG"), default));
    }

    /// <summary>In flow B nothing of the host's ever waits for a transfer; it was once said that it is not issued yet.</summary>
    [Fact]
    public async Task ApproveTransfer_FlowB_HasNothingToMove()
    {
        var hub = new Hub(storage, Hub.Project("DZ001"), Hub.Host("DZ"));
        await hub.ReadyAsync("DZ001", Year2020, Day, (2020, 100));
        await hub.DecidedAsync(Hub.Decision("DZ-ONE", Day, Hub.Project("DZ001", Year2020, Hub.Allocation("DZ", 2020, 60, 40))));

        var refused = await hub.ApproveTransfer.ApproveAsync(
            "DZ-ONE", Hub.Document("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2024-04-05"}"""), Hub.Government("DZ"), default);

        Assert.Equal("transfer-nothing", refused.Refusal?.Code);
    }

    private static JsonObject Several(string host, (long Japan, long Partner) first, (long Japan, long Partner) second) => Hub.Decision($"{host}-JOINT", Day,
        Hub.Project($"{host}001", Year2020, Hub.Allocation(host, 2020, first.Japan, first.Partner)),
        Hub.Project($"{host}002", Year2020, Hub.Allocation(host, 2020, second.Japan, second.Partner)));

    private static string Fee(string paidBefore) => $$"""
        "transferFee":[{"from":"2013-01-01","value":{"rate":"1.25","currency":"USD","paidBefore":"{{paidBefore}}"},"source":"a test","certainty":"sourced"}]
        """;

    private static byte[] Payment(string day) => Hub.Document($$"""{"documentType":"fee-payment","schemaVersion":"1.0","paidOn":"{{day}}"}""");

    private static Task<LedgerHead> HeadAsync(Hub hub, string host) => hub.Ledger.View(Domain.Parties.PartyId.Parse(host)).HeadAsync(default);
}
