using System.Text.Json.Nodes;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.UnitOperations;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Adapters.Tests.Corrections;

/// <summary>What was issued short has a way on: a later record, or both governments let it lapse (D9). On a real storage.</summary>
public sealed class UnissuedRestTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly DateOnly Later = new(2026, 3, 2);

    [Fact]
    public async Task Ask_JapanIssuedShortInFlowB_TheRestIsIssuedAndFirstTransferredLater()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "QA", flow: "B", japan: 35);
        Assert.Equal((35, 25), (await lab.HeldAsync("JP", UnitState.Live), await lab.HeldAsync("JP", UnitState.Awaiting)));

        Assert.Equal("wrong-party", (await lab.AskForRestAsync("JP", RegistryDesk.Registry("QA"))).Refusal?.Code);
        Assert.Equal("wrong-party", (await lab.AskForRestAsync("JP", Hub.Government("TH"))).Refusal?.Code);
        Assert.Equal("rest-nothing", (await lab.AskForRestAsync("QA", Hub.Government("QA"))).Refusal?.Code);
        var asked = Hub.Ok(await lab.AskForRestAsync("JP", RegistryDesk.Registry("JP")))["records"]!.AsArray().Single()!.GetValue<string>();
        Assert.Equal(asked, Hub.Ok(await lab.AskForRestAsync("JP", Hub.Government("QA")))["records"]!.AsArray().Single()!.GetValue<string>());
        Assert.Equal("correction-units", (await ApprovedAsync(lab, Lapse(lab, "L-1", "JP", 1))).Refusal?.Code);

        await lab.AppliedAsync(asked, Later);

        var issuance = await lab.IssuanceAsync();
        Assert.Equal([(35L, new DateOnly(2025, 11, 3)), (25L, Later)], issuance.Adjustments.Select(adjustment => (adjustment.Tonnes.Value, adjustment.ObligedOn)));
        Assert.Equal((60, 0), (await lab.HeldAsync("JP", UnitState.Live), await lab.HeldAsync("JP", UnitState.Awaiting)));
        Assert.Equal(Later, issuance.IssuedOn[Domain.Credits.Side.Japan]);
        Assert.Equal("rest-nothing", (await lab.AskForRestAsync("JP", Hub.Government("QA"))).Refusal?.Code);
        await lab.VerifyAsync();
    }

    [Fact]
    public async Task Lapse_OfWhatTheHostHasNotIssuedInFlowA_NeverReachesJapan()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "QB", japan: 50);
        await lab.TransferredAsync();
        Assert.Equal((50, 10), (await lab.HeldAsync("JP", UnitState.Live), await lab.HeldAsync("QB", UnitState.Awaiting)));

        var lapse = Lapse(lab, "L-2", "QB", 10);
        Assert.False(Hub.Ok(await lab.ApproveAsync(lapse, "JP"))["inForce"]!.GetValue<bool>());
        Assert.Equal(10, await lab.HeldAsync("QB", UnitState.Awaiting));
        var decided = Hub.Ok(await lab.ApproveAsync(lapse, "QB"));
        Assert.Equal((true, false), (decided["inForce"]!.GetValue<bool>(), decided["open"]!.GetValue<bool>()));

        Assert.Equal((0, 10), (await lab.HeldAsync("QB", UnitState.Awaiting), await lab.HeldAsync("QB", UnitState.Lapsed)));
        Assert.Equal("rest-nothing", (await lab.AskForRestAsync("QB", Hub.Government("QB"))).Refusal?.Code);
        Assert.Equal("correction-units", (await ApprovedAsync(lab, Lapse(lab, "L-3", "QB", 1))).Refusal?.Code);
        Assert.Equal((50, 50L), (await lab.HeldAsync("JP", UnitState.Live), (await lab.IssuanceAsync()).Adjustments.Sum(adjustment => adjustment.Tonnes.Value)));
        await lab.VerifyAsync();
    }

    /// <summary>In flow A the host approves the transfer of what its registry issued later anew; what it issued first need not wait for it.</summary>
    [Fact]
    public async Task Ask_HostIssuedShortInFlowA_TheRestIsTransferredByAnApprovalOfItsOwn()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "QC", japan: 50);
        var asked = Hub.Ok(await lab.AskForRestAsync("QC", Hub.Government("JP")))["records"]!.AsArray().Single()!.GetValue<string>();
        await lab.ApproveTransferAsync();
        Assert.Equal(50, await lab.HeldAsync("QC", UnitState.Leaving));

        await lab.AppliedAsync(asked, Later);
        await lab.ApproveTransferAsync();

        Assert.Equal(60, await lab.HeldAsync("QC", UnitState.Leaving));
        await lab.VerifyAsync();
    }

    /// <summary>A record that was refused can be replayed, or its units lapse; never both.</summary>
    [Fact]
    public async Task Lapse_OfARefusedRecord_OutdatesItsReplay()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "QD", flow: "B", japan: 35);
        Hub.Ok(await lab.AskForRestAsync("JP", Hub.Government("QD")));
        var refused = (await lab.AnswerAsync("JP", "2026-03-02", "account-unknown"))!;

        Hub.Ok(await ApprovedAsync(lab, Lapse(lab, "L-4", "JP", 20)));

        Assert.Equal("replay-outdated", (await lab.ReplayAsync(refused)).Refusal?.Code);
        Assert.Equal((20, 5), (await lab.HeldAsync("JP", UnitState.Lapsed), await lab.HeldAsync("JP", UnitState.Awaiting)));
        var asked = Hub.Ok(await lab.AskForRestAsync("JP", Hub.Government("QD")))["records"]!.AsArray().Single()!.GetValue<string>();
        await lab.AppliedAsync(asked, Later);
        Assert.Equal((40, 40L), (await lab.HeldAsync("JP", UnitState.Live), (await lab.IssuanceAsync()).Adjustments.Sum(adjustment => adjustment.Tonnes.Value)));
        await lab.VerifyAsync();
    }

    private static JsonObject Lapse(CorrectionLab lab, string id, string registry, int tonnes) => lab.Correction("lapse", id, registry, tonnes, "issued-short");

    private static async Task<Flows.Outcome<JsonObject>> ApprovedAsync(CorrectionLab lab, JsonObject correction)
    {
        Hub.Ok(await lab.ApproveAsync(correction, "JP"));
        return await lab.ApproveAsync(correction, lab.Host.Code);
    }
}
