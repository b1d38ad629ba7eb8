using System.Text.Json.Nodes;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Parties;
using JcmHub.Flows;

namespace JcmHub.Adapters.Tests.Decisions;

/// <summary>What an approval binds, and what is held against it when it is given. Each test has a host of its own.</summary>
public sealed class ApprovalTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly MonitoringPeriod Year2020 = new(new DateOnly(2020, 1, 1), new DateOnly(2020, 12, 31));
    private static readonly DateOnly Day = new(2024, 3, 1);

    /// <summary>The same words over other tonnes are another decision: nothing comes into force on what only one side has seen.</summary>
    [Fact]
    public async Task Approve_AfterTheReportWasReplaced_VoidsTheOtherSidesApprovalAndSaysSo()
    {
        var hub = new Hub(storage, Hub.Project("SA001"), Hub.Host("SA"));
        var first = await hub.ReadyAsync("SA001", Year2020, Day, (2020, 100));
        var decision = Hub.Decision("SA-ONE", Day, Hub.Project("SA001", Year2020, Shares("SA")));
        Hub.Ok(await hub.ApproveAsync(decision, "JP"));
        Hub.Ok(await hub.Withdraw.WithdrawAsync(first.Id, Hub.Document("""{"documentType":"withdrawal","schemaVersion":"1.0","what":"report","withdrawnOn":"2024-03-02"}"""), Hub.Participant("SA001"), default));
        await hub.ReadyAsync("SA001", Year2020, Day, replaces: first.Id, (2020, 600));

        var partner = Hub.Ok(await hub.ApproveAsync(decision, "SA"));

        Assert.False(partner.IsInForce);
        Assert.Equal([Domain.Credits.Side.Partner], partner.Approvals.Keys);
        Assert.Contains(partner.Warnings, warning => warning.Code == "approval-void");
        Assert.True(Hub.Ok(await hub.ApproveAsync(decision, "JP")).IsInForce);
        Assert.Equal(600, (await hub.IssuanceAsync("SA", "SA-ONE")).Units!.Value.Count);
    }

    [Fact]
    public async Task ConfirmPayment_AfterTheRequestWasRenewed_DoesNotPutTheOldApprovalsInForce()
    {
        const string fee = """
            "transferFee":[{"from":"2013-01-01","value":{"rate":"1.25","currency":"USD","paidBefore":"issuance"},"source":"a test","certainty":"sourced"}]
            """;
        var hub = new Hub(storage, Hub.Project("SB001"), Hub.Host("SB", fee));
        var report = await hub.ReadyAsync("SB001", Year2020, Day, (2020, 100));
        var decision = Hub.Decision("SB-ONE", Day, Hub.Project("SB001", Year2020, Hub.Allocation("SB", 2020, 60, 40)));
        await hub.DecidedAsync(decision);
        Hub.Ok(await hub.Withdraw.WithdrawAsync(report.Id, Hub.Document("""{"documentType":"withdrawal","schemaVersion":"1.0","what":"issuance-request","withdrawnOn":"2024-03-01"}"""), Hub.Participant("SB001"), default));
        await hub.RequestedAsync(report.Id, Day);
        var payment = Hub.Document("""{"documentType":"fee-payment","schemaVersion":"1.0","paidOn":"2024-04-01"}""");

        Assert.Equal("approval-void", (await hub.Decide.ConfirmPaymentAsync("SB-ONE", payment, Hub.Government("SB"), default)).Refusal?.Code);

        await hub.DecidedAsync(decision);
        Assert.True(Hub.Ok(await hub.Decide.ConfirmPaymentAsync("SB-ONE", payment, Hub.Government("SB"), default)).IsInForce);
    }

    [Theory]
    [InlineData("JP-GOV", "SC-GOV", null)]
    [InlineData("JP-NOPE", "SC-GOV", "account-unknown /allocation/recipients/0/account")]
    [InlineData("SC-GOV", "JP-GOV", "account-unknown /allocation/recipients/0/account")]
    [InlineData("JP-ENT", "SC-GOV", "account-type /allocation/recipients/0/account")]
    [InlineData("JP-GOV", "SC-OLD", "account-closed /allocation/recipients/1/account")]
    public async Task Approve_AccountsOfTheRegistriesLists_MustFitTheirRecipients(string japan, string partner, string? refusal)
    {
        var hub = new Hub(storage, Hub.Project("SC001"), Hub.Host("SC"));
        await TellAsync("JP", new("JP-GOV", AccountType.GovernmentHolding, "Government of Japan", "JP", AccountStatus.Open), new("JP-ENT", AccountType.EntityHolding, "An entity", "JP", AccountStatus.Open));
        await TellAsync("SC", new("SC-GOV", AccountType.GovernmentHolding, "Host side", "SC", AccountStatus.Open), new("SC-OLD", AccountType.GovernmentHolding, "Host side", "SC", AccountStatus.Closed));
        if (await hub.Reports.ProjectAsync(Domain.Projects.ProjectId.Parse("SC001"), default) is { Reports.Claims.Count: 0 })
            await hub.ReadyAsync("SC001", Year2020, Day, (2020, 100));
        var allocation = Hub.Allocation("SC", 2020, 60, 40);
        (allocation["recipients"]![0]!["account"], allocation["recipients"]![1]!["account"]) = (japan, partner);

        var answer = await hub.ApproveAsync(Hub.Decision("SC-ONE", Day, Hub.Project("SC001", Year2020, allocation)), "JP");

        Assert.Equal(refusal, answer.Refusal?.Errors is [var error, ..] ? $"{error.Code} {error.Pointer}" : null);
        Assert.DoesNotContain(answer.Value?.Warnings ?? [], warning => warning.Code == "accounts-unknown");
    }

    /// <summary>The samples' decisions are of 2025; who verifies today and then enters one is told, not stopped.</summary>
    [Fact]
    public async Task Approve_DecidedBeforeTheReportWasReady_IsWarnedOfEveryStep()
    {
        var hub = new Hub(storage, Hub.Project("SD001"), Hub.Host("SD"));
        await hub.ReadyAsync("SD001", Year2020, Day, (2020, 100));

        var decided = Hub.Ok(await hub.ApproveAsync(DecidedOn(Day.AddDays(-1)), "JP"));
        var early = (await hub.ApproveAsync(DecidedOn(Year2020.To.AddDays(-1)), "JP")).Refusal!;

        Assert.Equal(3, decided.Warnings.Count(warning => (warning.Code, warning.Pointer) == ("dates-out-of-order", "/decidedOn")));
        Assert.Equal(("dates-out-of-order", "/decidedOn"), (early.Code, Assert.Single(early.Errors).Pointer));

        static JsonObject DecidedOn(DateOnly day) => Hub.Decision("SD-ONE", day, Hub.Project("SD001", Year2020, Hub.Allocation("SD", 2020, 60, 40)));
    }

    /// <summary>Units that left the host's registry for a closed account would arrive nowhere (a tester's find).</summary>
    [Fact]
    public async Task ApproveTransfer_ReceivingAccountClosedSinceTheDecision_IsRefusedUntilItIsOpen()
    {
        var hub = new Hub(storage, Hub.Project("SE001"), Hub.Host("SE", flow: "A"));
        var allocation = Hub.Allocation("SE", 2020, 60, 40);
        allocation["recipients"]![0]!["account"] = "JP-GOV-SE";
        await hub.ReadyAsync("SE001", Year2020, Day, (2020, 100));
        await TellAsync("JP", Account(AccountStatus.Open));
        await TellAsync("SE", new RegistryAccount("SE-GOV", AccountType.GovernmentHolding, "Host side", "SE", AccountStatus.Open));
        await hub.DecidedAsync(Hub.Decision("SE-ONE", Day, Hub.Project("SE001", Year2020, allocation)));
        await hub.AppliedAsync(Domain.Ledger.RecordId.Parse("SE.SE.1"), Day);

        await TellAsync("JP", Account(AccountStatus.Closed));
        Assert.Equal((RefusalKind.BreaksRule, "account-closed"), (await ApproveAsync()).Refusal is { } shut ? (shut.Kind, shut.Code) : default);
        await TellAsync("JP", Account(AccountStatus.Open));
        Hub.Ok(await ApproveAsync());

        static RegistryAccount Account(AccountStatus status) => new("JP-GOV-SE", AccountType.GovernmentHolding, "Government of Japan", "JP", status);

        Task<Outcome<Flows.Issuance.TransferAnswer>> ApproveAsync() => hub.ApproveTransfer.ApproveAsync(
            "SE-ONE", Hub.Document("""{"documentType":"transfer-approval","schemaVersion":"1.0","approvedOn":"2024-04-05"}"""), Hub.Government("SE"), default);
    }

    private Task<bool> TellAsync(string registry, params RegistryAccount[] accounts) =>
        new TableAccounts(storage.Tables()).ReplaceAsync(PartyId.Parse(registry), DateTimeOffset.UnixEpoch, accounts, default);

    private static JsonObject Shares(string host) => JsonNode.Parse($$"""
        {"kind":"fractions","recipients":[{"holder":"Government of Japan","side":"japan","kind":"government","account":"JP-GOV","fraction":"1/2"},
         {"holder":"Host side","side":"partner","kind":"government","account":"{{host}}-GOV","fraction":"1/2"}]}
        """)!.AsObject();
}
