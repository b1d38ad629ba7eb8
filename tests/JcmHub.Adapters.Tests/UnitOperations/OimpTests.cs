using System.Text.Json.Nodes;
using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Article6;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>Units authorised for other international mitigation purposes, from their authorisation to the balance of both Parties, on a real storage.</summary>
public sealed class OimpTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private const string Agreed = """
        "article6RulesAgreed":[{"from":"2020-01-01","value":"yes","source":"a test","certainty":"sourced"}]
        """;
    private static readonly DateOnly Day = new(2026, 5, 1);
    private static readonly MonitoringPeriod Year2022 = new(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31));

    /// <summary>Audit 15: an airline's cancellation in the host's registry obliges the adjustment, what goes abroad for other purposes only obliges nothing before its use, and GX-ETS takes none of it.</summary>
    [Fact]
    public async Task UseOrCancellation_InEitherRegistry_ObligesThenAndOnce()
    {
        var hub = new Hub(storage, Hub.Project("CA001"), Hub.Host("CA", Agreed, flow: "A"));
        var desk = await HeldAsync(hub, "CA");
        Assert.Equal("first-transfer-undefined", (await AuthorizeAsync(hub, "CA", "OIMP", null)).Refusal?.Code);
        Hub.Ok(await AuthorizeAsync(hub, "CA", "OIMP", "use-or-cancellation"));

        await desk.DoneAsync(OperationKind.Cancellation, "CA", "CA001", "1", "CA-GOV", "CA-CAN", 5, Day.AddDays(1), "\"reason\":\"CORSIA, Example Air, 2026\"");
        var obliged = Assert.Single(await ObligedAsync(hub, "CA"));
        var cancelled = (await hub.Ledger.View(PartyId.Parse("CA")).FindAsync<Operation>("operation|CA.1", default))!.Value.Value;
        Assert.Equal((5, cancelled.AppliedOn!.Value, OimpFirstTransfer.UseOrCancellation), (obliged.Tonnes, obliged.On, obliged.By));
        await desk.DoneAsync(OperationKind.Retirement, "CA", "CA001", "2", "CA-GOV", "CA-RET", 3, Day.AddDays(2), "\"purpose\":\"OIMP\",\"useYear\":2026");
        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, "CA", "CA001", "3", "CA-GOV", "JP-ENT-1", 10, "\"acquiringParty\":\"JP\"", Hub.Government("CA")));
        await desk.ApplyAsync("CA", PartyId.Parse("CA"), Day);
        await desk.ApplyAsync("CA", PartyId.Japan, Day);

        Assert.Equal([5L, 3L], (await ObligedAsync(hub, "CA")).Select(obliged => obliged.Tonnes));
        Assert.Equal(0, await desk.ApplyAsync("CA", Destination.GxEts, Day));
        Assert.Equal("units-not-authorised", (await desk.AskAsync(OperationKind.Retirement, "CA", "CA001", "4", "JP-ENT-1", "JP-RET", 1, "\"purpose\":\"NDC\",\"useYear\":2026")).Refusal?.Code);

        await desk.DoneAsync(OperationKind.Cancellation, "CA", "CA001", "5", "JP-ENT-1", "JP-CAN", 4, Day.AddDays(3), "\"reason\":\"a test\"");
        Assert.Equal([5L, 3L, 4L], (await ObligedAsync(hub, "CA")).Select(obliged => obliged.Tonnes));
        Assert.Equal([(2022, "12")], Years(await BalanceAsync(hub, "CA"), "net"));
        // A use for other purposes is no use toward an NDC.
        Assert.Empty(Years(await BalanceAsync(hub, "JP"), "net"));
        await VerifyAsync("CA");
    }

    [Theory]
    [InlineData("CB", "authorization")]
    [InlineData("CC", "issuance")]
    public async Task Authorisation_WhereIssuedUnitsMeetTheDefinition_ObligesAtTheGrant(string host, string definition)
    {
        var hub = new Hub(storage, Hub.Project($"{host}001"), Hub.Host(host, $$"""
            {{Agreed}},"firstTransferDefOimp":[{"from":"2020-01-01","value":"{{definition}}","source":"a test","certainty":"sourced"}]
            """, flow: "A"));
        var desk = await HeldAsync(hub, host);

        Hub.Ok(await AuthorizeAsync(hub, host, "NDC and OIMP", null));
        Hub.Ok(await AuthorizeAsync(hub, host, "NDC and OIMP", null));
        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, host, $"{host}001", "1", $"{host}-GOV", "JP-ENT-1", 10, "\"acquiringParty\":\"JP\"", Hub.Government(host)));
        await desk.ApplyAsync(host, PartyId.Parse(host), Day.AddDays(2));
        await desk.ApplyAsync(host, PartyId.Japan, Day.AddDays(2));
        await desk.DoneAsync(OperationKind.Cancellation, host, $"{host}001", "2", $"{host}-GOV", $"{host}-CAN", 5, Day.AddDays(3), "\"reason\":\"a test\"");

        Assert.Equal([(40, Day.AddDays(1), Enum.Parse<OimpFirstTransfer>(definition, ignoreCase: true))], await ObligedAsync(hub, host));
        await VerifyAsync(host);
    }

    /// <summary>Audit 16: what Japan uses is subtracted from its balance for the year of use, whichever host's it is; the host's additions stay.</summary>
    [Fact]
    public async Task Balance_OfUsesInTheLedgersOfSeveralHosts_SubtractsThemForTheYearOfUse()
    {
        var hub = new Hub(storage, Hub.Project("CD001"), Hub.Host("CD", Agreed, flow: "A"), Hub.Project("CE001"), Hub.Host("CE", Agreed, flow: "A"));
        foreach (var host in new[] { "CD", "CE" })
        {
            var desk = await HeldAsync(hub, host);
            Hub.Ok(await AuthorizeAsync(hub, host, "NDC", null));
            Hub.Ok(await desk.AskAsync(OperationKind.Transfer, host, $"{host}001", "1", $"{host}-GOV", "JP-GOV", 20, "\"acquiringParty\":\"JP\"", Hub.Government(host)));
            await desk.ApplyAsync(host, PartyId.Parse(host), Day);
            await desk.ApplyAsync(host, PartyId.Japan, Day);
            await desk.DoneAsync(OperationKind.Retirement, host, $"{host}001", "2", "JP-GOV", "JP-RET", 5, Day.AddDays(1), "\"purpose\":\"NDC\",\"useYear\":2026");
            Hub.Ok(await desk.AskAsync(OperationKind.Retirement, host, $"{host}001", "3", "JP-GOV", "JP-RET", 7, "\"purpose\":\"NDC\",\"useYear\":2026"));
            await desk.ApplyAsync(host, PartyId.Japan, Day.AddDays(2), refuseWith: "account-unknown");
            // A host's own units that never were first transferred are no ITMOs: its emissions are lower by them already.
            await desk.DoneAsync(OperationKind.Retirement, host, $"{host}001", "4", $"{host}-GOV", $"{host}-RET", 2, Day.AddDays(1), "\"purpose\":\"NDC\",\"useYear\":2026");
            await VerifyAsync(host);
        }

        var japan = await BalanceAsync(hub, "JP");
        Assert.Equal([(2026, "10")], Years(japan, "subtractions"));
        Assert.Equal([(2026, "-10")], Years(japan, "net"));
        Assert.Equal([("CD", "5"), ("CE", "5")], japan["uses"]!.AsArray().Select(use => (use!["host"]!.GetValue<string>(), use["tonnes"]!.GetValue<string>())));
        Assert.Equal([(2022, "20")], Years(await BalanceAsync(hub, "CD"), "net"));
        Assert.Empty((await BalanceAsync(hub, "CD"))["uses"]!.AsArray());
    }

    private async Task<RegistryDesk> HeldAsync(Hub hub, string host)
    {
        var desk = new RegistryDesk(hub, storage);
        await desk.TellAccountsAsync("JP");
        await desk.TellAccountsAsync(host);
        await hub.ReadyAsync($"{host}001", Year2022, Day, (2022, 100));
        await hub.DecidedAsync(Hub.Decision($"{host}-{host}001-2022", Day, Hub.Project($"{host}001", Year2022, Hub.Allocation(host, 2022, 60, 40))));
        await desk.ApplyAsync(host, PartyId.Parse(host), Day);
        return desk;
    }

    private static Task<Outcome<JsonObject>> AuthorizeAsync(Hub hub, string host, string purposes, string? definition) =>
        new AuthorizeUnits(hub.Rules, hub.Ledger, TimeProvider.System).AuthorizeAsync(Hub.Document($$"""
            {"documentType":"authorization-grant","schemaVersion":"1.0","decision":"{{host}}-{{host}}001-2022","account":"{{host}}-GOV","authorization":
             {"authorizationId":"{{host}}X-0001","cooperativeApproach":"CA0009","purposes":"{{purposes}}","quantity":"40",{{(definition is null ? "" : $"\"firstTransferDefOimp\":\"{definition}\",")}}
              "authorizedOn":"{{Day.AddDays(1):yyyy-MM-dd}}"} }
            """), Hub.Government(host), default);

    private static async Task<IEnumerable<(long Tonnes, DateOnly On, OimpFirstTransfer? By)>> ObligedAsync(Hub hub, string host) =>
        (await hub.IssuanceAsync(host, $"{host}-{host}001-2022")).Adjustments.Select(adjustment => (adjustment.Tonnes.Value, adjustment.ObligedOn, adjustment.Definition));

    private async Task<JsonObject> BalanceAsync(Hub hub, string party)
    {
        var cuts = new LedgerCuts(new TableLedgerRows(storage.Tables()), new BlobCheckpoints(storage.Blobs()), NullLogger<LedgerCuts>.Instance);
        return Hub.Ok(await new ReadBalance(hub.Rules, hub.Ledger, cuts).ReadAsync(party, default));
    }

    private static IEnumerable<(int Year, string Tonnes)> Years(JsonObject balance, string member) =>
        balance[member]!.AsArray().Select(year => (year!["year"]!.GetValue<int>(), year["tonnes"]!.GetValue<string>()));

    private async Task VerifyAsync(string host)
    {
        using var journal = new MemoryStream();
        await ExportJournal.WriteAsync(new TableLedgerRows(storage.Tables()), PartyId.Parse(host), null, TimeProvider.System, journal, default);
        journal.Position = 0;
        Assert.Null(JournalVerification.Verify(journal, default).Failure);
    }
}
