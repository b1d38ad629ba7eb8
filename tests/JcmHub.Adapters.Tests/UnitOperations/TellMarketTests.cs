using System.Globalization;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.UnitOperations;

/// <summary>GX-ETS is told of units in the entry that makes them eligible, or makes them cease to be, by whatever operation.</summary>
public sealed class TellMarketTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly DateOnly Day = MarketLab.Day;

    [Fact]
    public async Task Operations_OnAuthorisedUnits_TellGxEtsOfEachUnitOnceAndOfItsEnd()
    {
        var hub = new Hub(storage, Hub.Project("CA001"), MarketLab.Host("CA"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CA", "CA001");
        Assert.Empty(await MarketLab.SaidAsync(hub, "CA"));

        await desk.DoneAsync(OperationKind.Transfer, "CA", "CA001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.DoneAsync(OperationKind.Transfer, "CA", "CA001", "2", "JP-ENT-1", "JP-ENT-2", 25, Day);
        await desk.DoneAsync(OperationKind.Retirement, "CA", "CA001", "3", "JP-ENT-1", "JP-RET", 10, Day, "\"purpose\":\"OIMP\",\"useYear\":2026");
        await desk.DoneAsync(OperationKind.Transfer, "CA", "CA001", "4", "JP-ENT-2", "JP-GOV", 5, Day);

        Assert.Equal(
        [
            "eligible JP-ENT-1 60", "account-changed JP-ENT-1 25", "eligible JP-ENT-2 25", "units-used JP-ENT-1 10", "account-not-entity JP-ENT-2 5",
        ], (await MarketLab.SaidAsync(hub, "CA")).Select(said => said.Text));
        Assert.Equal(5, await desk.ApplyAsync("CA", Destination.GxEts, Day));
        await AssertInStepAsync(hub, "CA");
        Assert.Equal(["60 of which 25", "25 of which 20"], await FeedAsync(hub));
    }

    [Fact]
    public async Task Transfer_ThatTheRegistryRefuses_TellsGxEtsNothing()
    {
        var hub = new Hub(storage, Hub.Project("CB001"), MarketLab.Host("CB"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CB", "CB001");
        await desk.DoneAsync(OperationKind.Transfer, "CB", "CB001", "1", "JP-GOV", "JP-ENT-1", 60, Day);

        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, "CB", "CB001", "2", "JP-ENT-1", "JP-ENT-2", 25));
        await desk.ApplyAsync("CB", PartyId.Japan, Day, refuseWith: "account-unknown");

        Assert.Equal(["eligible JP-ENT-1 60"], (await MarketLab.SaidAsync(hub, "CB")).Select(said => said.Text));
        await AssertInStepAsync(hub, "CB");
    }

    [Fact]
    public async Task Replay_OfAnAnnouncementThatIsNoLongerSo_IsRefused()
    {
        var hub = new Hub(storage, Hub.Project("CC001"), MarketLab.Host("CC"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CC", "CC001");
        await desk.DoneAsync(OperationKind.Transfer, "CC", "CC001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.ApplyAsync("CC", Destination.GxEts, Day, refuseWith: "account-unknown");

        Assert.Equal("CC.GX-ETS.2", Hub.Ok(await desk.Letters.ReplayAsync("CC.GX-ETS.1", Hub.Government("JP"), default))["replayedAs"]!.GetValue<string>());
        await desk.ApplyAsync("CC", Destination.GxEts, Day, refuseWith: "account-unknown");
        await desk.DoneAsync(OperationKind.Retirement, "CC", "CC001", "2", "JP-ENT-1", "JP-RET", 60, Day, "\"purpose\":\"OIMP\",\"useYear\":2026");

        Assert.Equal("replay-outdated", (await desk.Letters.ReplayAsync("CC.GX-ETS.2", Hub.Government("JP"), default)).Refusal?.Code);
    }

    /// <summary>Sold to another company and bought back: two records announced the units in one account, and they are on the list once.</summary>
    [Fact]
    public async Task EligibleNow_OfUnitsThatWereListedTwice_CountsThemOnce()
    {
        var hub = new Hub(storage, Hub.Project("CD001"), MarketLab.Host("CD"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CD", "CD001");
        await desk.DoneAsync(OperationKind.Transfer, "CD", "CD001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.DoneAsync(OperationKind.Transfer, "CD", "CD001", "2", "JP-ENT-1", "JP-ENT-2", 25, Day);
        await desk.DoneAsync(OperationKind.Transfer, "CD", "CD001", "3", "JP-ENT-2", "JP-ENT-1", 20, Day);

        Assert.Equal(["60 of which 35", "25 of which 5", "20 of which 20"], await FeedAsync(hub, "CD"));
        await AssertInStepAsync(hub, "CD");
    }

    /// <summary>The refused announcement and its replay are two records of the same units.</summary>
    [Fact]
    public async Task EligibleNow_OfAnAnnouncementThatWasSaidAgain_CountsTheUnitsOnce()
    {
        var hub = new Hub(storage, Hub.Project("CE001"), MarketLab.Host("CE"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CE", "CE001");
        await desk.DoneAsync(OperationKind.Transfer, "CE", "CE001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.ApplyAsync("CE", Destination.GxEts, Day, refuseWith: "account-unknown");
        Assert.Equal(["60 of which 60"], await FeedAsync(hub, "CE"));

        Hub.Ok(await desk.Letters.ReplayAsync("CE.GX-ETS.1", Hub.Government("JP"), default));
        await desk.ApplyAsync("CE", Destination.GxEts, Day, refuseWith: "account-unknown");
        Hub.Ok(await desk.Letters.ReplayAsync("CE.GX-ETS.2", Hub.Government("JP"), default));
        await desk.ApplyAsync("CE", Destination.GxEts, Day);

        Assert.Equal(["CE.GX-ETS.3 receipted 60"], (await MarketLab.FeedAsync(hub, "CE")).Select(item => $"{item["record"]} {item["state"]} {item["eligibleNow"]}"));
    }

    /// <summary>Units on the move are on the list until their registry has moved them, and nobody can use them meanwhile.</summary>
    [Fact]
    public async Task EligibleNow_WhileUnitsAreOnTheMove_IsWhatTheGateSays()
    {
        var hub = new Hub(storage, Hub.Project("CF001"), MarketLab.Host("CF"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CF", "CF001");
        await desk.DoneAsync(OperationKind.Transfer, "CF", "CF001", "1", "JP-GOV", "JP-ENT-1", 60, Day);

        Hub.Ok(await desk.AskAsync(OperationKind.Transfer, "CF", "CF001", "2", "JP-ENT-1", "JP-ENT-2", 60));

        Assert.Equal(["60 of which 0"], await FeedAsync(hub, "CF"));
    }

    /// <summary>A withdrawal that GX-ETS refused is said again for the units of which it is still so, whatever became of the others and of their blocks.</summary>
    [Fact]
    public async Task Replay_OfAWithdrawalThatIsSoOfAPart_WithdrawsThatPart()
    {
        var hub = new Hub(storage, Hub.Project("CG001"), MarketLab.Host("CG"));
        var desk = await MarketLab.IssuedAsync(storage, hub, "CG", "CG001");
        await desk.DoneAsync(OperationKind.Transfer, "CG", "CG001", "1", "JP-GOV", "JP-ENT-1", 60, Day);
        await desk.DoneAsync(OperationKind.Transfer, "CG", "CG001", "2", "JP-ENT-1", "JP-GOV", 30, Day);
        await desk.ApplyAsync("CG", Destination.GxEts, Day, most: 1);
        await desk.ApplyAsync("CG", Destination.GxEts, Day, refuseWith: "maintenance");
        // The government's other 40 t go first, then 10 of those that came back.
        await desk.DoneAsync(OperationKind.Transfer, "CG", "CG001", "3", "JP-GOV", "JP-ENT-1", 50, Day);

        Hub.Ok(await desk.Letters.ReplayAsync("CG.GX-ETS.2", Hub.Government("JP"), default));

        Assert.Equal(["eligible JP-ENT-1 60", "account-not-entity JP-ENT-1 30", "eligible JP-ENT-1 40", "eligible JP-ENT-1 10", "account-not-entity JP-ENT-1 20"], (await MarketLab.SaidAsync(hub, "CG")).Select(said => said.Text));
        Assert.Equal(2, await desk.ApplyAsync("CG", Destination.GxEts, Day));
    }

    /// <summary>What GX-ETS was told adds up to what is eligible today, unit by unit: nothing twice, nothing that it was not told the end of.</summary>
    private static async Task AssertInStepAsync(Hub hub, string host)
    {
        var known = new Dictionary<long, string>();
        foreach (var said in await MarketLab.SaidAsync(hub, host))
        {
            for (var unit = said.Units.First; unit <= said.Units.Last; unit++)
            {
                if (said.Text.StartsWith("eligible ", StringComparison.Ordinal))
                    Assert.True(known.TryAdd(unit, said.Account), $"Unit {unit} was announced twice.");
                else
                    Assert.True(known.Remove(unit, out var account) && account == said.Account, $"Unit {unit} was withdrawn from {said.Account} without being there.");
            }
        }

        var eligible = new Dictionary<long, string>();
        await foreach (var row in hub.Ledger.View(PartyId.Parse(host)).AllBlocksAsync(default))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            var authorization = (await hub.IssuanceAsync(host, block.Decision)).AuthorizationOf(block);
            if (!new EligibilityGate(hub.Rules.GxEts, Disputes.None).Ask(block, authorization, TimeProvider.System.GetUtcNow()).IsEligible)
                continue;
            for (var unit = block.Units.First; unit <= block.Units.Last; unit++)
                eligible.Add(unit, block.Account);
        }

        Assert.Equal(eligible.OrderBy(unit => unit.Key), known.OrderBy(unit => unit.Key));
    }

    /// <summary>Of each announcement that the feed gives: how much it announced, and how much of it is eligible now.</summary>
    private static async Task<IEnumerable<string>> FeedAsync(Hub hub, string host = "CA") => (await MarketLab.FeedAsync(hub, host))
        .Where(item => item["eligibleNow"] is not null)
        .Select(item => $"{item["data"]!["blocks"]!.AsArray().Sum(block => long.Parse(block!["tonnes"]!.GetValue<string>(), CultureInfo.InvariantCulture))} of which {item["eligibleNow"]}");
}
