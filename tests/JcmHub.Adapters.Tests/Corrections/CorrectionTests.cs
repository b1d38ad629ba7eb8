using System.Text.Json.Nodes;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;

namespace JcmHub.Adapters.Tests.Corrections;

/// <summary>Blocks, releases and revised authorisations: in the ledger by both governments' word, in the registry by its receipt, on a real storage.</summary>
public sealed class CorrectionTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Block_OfBothGovernments_ReachesTheRegistryAndIsLiftedOnlyWithItsReceipt()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FA");
        Hub.Ok(await lab.ApproveAsync(lab.Correction("block", "B-1", "FA", 70), "JP"));
        // One side's word moves nothing, and its record goes to nobody.
        Assert.Equal((0, 1), (await lab.HeldAsync("FA", UnitState.Blocked), (await lab.RecordsAsync("FA")).Length));

        Hub.Ok(await lab.ApproveAsync(lab.Correction("block", "B-1", "FA", 70), "FA"));
        Hub.Ok(await lab.ApproveAsync(lab.Correction("block", "B-1", "FA", 70), "FA"));
        Assert.Equal(70, await lab.HeldAsync("FA", UnitState.Blocked));
        var record = (await lab.RecordsAsync("FA"))[^1];
        Assert.Equal(("jcm.unit-block.v1", 2), (record["type"]!.GetValue<string>(), (await lab.RecordsAsync("FA")).Length));
        // Until the registry has stopped them, nothing lifts the block.
        Assert.Equal("correction-units", await DecideAsync(lab, lab.Correction("release", "B-2", "FA", 70)));
        await lab.AnswerAsync("FA", "2026-06-02");
        Assert.Equal("2026-06-02", Assert.Single(await lab.CorrectionsAsync(), each => each["correction"]!.GetValue<string>() == "B-1")["appliedOn"]!.GetValue<string>());

        await lab.DecidedAsync(lab.Correction("release", "B-3", "FA", 50));
        Assert.Equal(70, await lab.HeldAsync("FA", UnitState.Blocked));
        Assert.Equal("correction-units", await DecideAsync(lab, lab.Correction("release", "B-4", "FA", 21)));
        await lab.AnswerAsync("FA", "2026-06-03");
        Assert.Equal((20, 80), (await lab.HeldAsync("FA", UnitState.Blocked), await lab.HeldAsync("FA", UnitState.Live)));
        await lab.VerifyAsync();
    }

    [Fact]
    public async Task Block_RefusedByTheRegistry_StaysHeldUntilItIsSentAgain()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FB");
        await lab.DecidedAsync(lab.Correction("block", "B-1", "FB", 100));

        var refused = await lab.AnswerAsync("FB", "2026-06-02", refusal: "units-not-held");
        var block = Assert.Single(await lab.CorrectionsAsync(open: true));
        Assert.Equal("units-not-held", block["codes"]![0]!.GetValue<string>());
        Assert.Equal("balance-insufficient", (await lab.CancelAsync("one", "FB", 1)).Refusal?.Code);

        Hub.Ok(await lab.ReplayAsync(refused!));
        Assert.Equal("FB.FB.3", Hub.Ok(await lab.ReplayAsync(refused!))["replayedAs"]!.GetValue<string>());
        await lab.AnswerAsync("FB", "2026-06-04");
        Assert.Empty(await lab.CorrectionsAsync(open: true));
        await lab.VerifyAsync();
    }

    [Fact]
    public async Task Block_ProcessesKilledBetweenAnyTwoSteps_IsWhole()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FC");
        var block = lab.Correction("block", "B-1", "FC", 70);
        await Assert.ThrowsAsync<DyingRows.DeathException>(() => lab.ApproveAsync(block, "JP", lab.Dying(0)));
        Hub.Ok(await lab.ApproveAsync(block, "JP", lab.Dying(1)));
        await Assert.ThrowsAsync<DyingRows.DeathException>(() => lab.ApproveAsync(block, "FC", lab.Dying(0)));
        Assert.Equal((0, 1), (await lab.HeldAsync("FC", UnitState.Blocked), (await lab.RecordsAsync("FC")).Length));
        Hub.Ok(await lab.ApproveAsync(block, "FC", lab.Dying(1)));
        await Assert.ThrowsAsync<DyingRows.DeathException>(() => lab.AnswerAsync("FC", "2026-06-02", rows: lab.Dying(0)));
        await lab.AnswerAsync("FC", "2026-06-02", rows: lab.Dying(1));

        Assert.Empty(await lab.CorrectionsAsync(open: true));
        Assert.Equal(70, await lab.HeldAsync("FC", UnitState.Blocked));
        await lab.VerifyAsync();
    }

    [Theory]
    [InlineData("FD", null, "authorization-revoked", "correction-units")]
    [InlineData("FE", "excluded", "authorization-revoked", "correction-units")]
    [InlineData("FF", "allowed", "over-issuance", "correction-units")]
    [InlineData("FG", "allowed", "authorization-revoked", null)]
    public async Task Block_OfFirstTransferredUnits_FollowsTheAuthorisationsOwnTerms(string host, string? terms, string reason, string? refusal)
    {
        var lab = await CorrectionLab.IssuedAsync(storage, host, terms);
        await lab.TransferredAsync();

        Assert.Equal(refusal, await DecideAsync(lab, lab.Correction("block", "B-1", "JP", 60, reason)));

        Assert.Equal(refusal is null ? 60 : 0, await lab.HeldAsync("JP", UnitState.Blocked));
        // What was adjusted for stays so either way.
        Assert.Equal(60, Assert.Single((await lab.IssuanceAsync()).Adjustments).Tonnes.Value);
    }

    [Fact]
    public async Task Revision_OfUnitsThatWait_IsToldAndTheirTransferObligesWhatIsAuthorisedThen()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FH");
        Assert.Equal("correction-whole", await DecideAsync(lab, Revision(lab, "R-0", 59, "A-2")));
        await lab.DecidedAsync(Revision(lab, "R-1", 60, "A-2"));
        Assert.Equal("jcm.authorization-revision.v1", (await lab.RecordsAsync("FH"))[^1]["type"]!.GetValue<string>());
        // Before the registry knows, the units do not leave it.
        Assert.Equal("authorization-in-use", await DecideAsync(lab, Revision(lab, "R-2", 60, null)));
        await Assert.ThrowsAnyAsync<Exception>(lab.ApproveTransferAsync);
        await lab.AnswerAsync("FH", "2026-06-02");

        await lab.TransferredAsync();

        Assert.Equal("A-2", (await lab.RecordsAsync("FH"))[2]["data"]!["authorization"]!["authorizationId"]!.GetValue<string>());
        Assert.Equal(60, Assert.Single((await lab.IssuanceAsync()).Adjustments).Tonnes.Value);
        Assert.Equal("authorization-in-use", await DecideAsync(lab, Revision(lab, "R-3", 60, null)));
        await lab.VerifyAsync();
    }

    /// <summary>A changed authorisation must be possible on its own day, as any other.</summary>
    [Theory]
    [InlineData("FL", "2012-12-31", "article6-rules-not-agreed")]
    [InlineData("FM", "2026-06-02", "authorization-later")]
    public async Task Revision_NotPossibleOnItsDay_IsRefused(string host, string day, string code)
    {
        var lab = await CorrectionLab.IssuedAsync(storage, host);
        var revision = Revision(lab, "R-1", 60, "A-2");
        revision["authorization"]!["authorizedOn"] = day;

        Assert.Equal(code, await DecideAsync(lab, revision));
    }

    /// <summary>Units that wait and are authorised anew for other purposes are first transferred by that, where the host counts authorisation or issuance.</summary>
    [Fact]
    public async Task Revision_ToADefinitionThatIssuedUnitsMeet_ObligesAtOnce()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FN");
        var revision = Revision(lab, "R-1", 60, "A-2");
        (revision["authorization"]!["purposes"], revision["authorization"]!["firstTransferDefOimp"]) = ("OIMP", "authorization");

        await lab.DecidedAsync(revision);

        var adjustment = Assert.Single((await lab.IssuanceAsync()).Adjustments);
        Assert.Equal((60, "FN.FN.1", "2026-05-01", OimpFirstTransfer.Authorization),
            (adjustment.Tonnes.Value, adjustment.FirstTransfer, $"{adjustment.ObligedOn:yyyy-MM-dd}", adjustment.Definition));
        await lab.VerifyAsync();
    }

    [Fact]
    public async Task Revision_Revoked_TransfersWithoutAnAdjustment()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FI");
        await lab.DecidedAsync(Revision(lab, "R-1", 60, null));
        await lab.AnswerAsync("FI", "2026-06-02");

        await lab.TransferredAsync();

        Assert.Empty((await lab.IssuanceAsync()).Adjustments);
        await lab.VerifyAsync();
    }

    /// <summary>A registry that refuses the cancellation leaves nothing corrected: that is shown, and both governments approve anew.</summary>
    [Fact]
    public async Task Cancellation_RefusedByTheRegistry_IsShownAndCarriedOutAnew()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FJ");
        var cancel = lab.Correction("cancel-equivalent", "C-1", "FJ", 20);
        (cancel["fromAccount"], cancel["toAccount"]) = ("FJ-GOV", "FJ-CAN");
        await lab.DecidedAsync(cancel);
        await lab.AnswerAsync("FJ", "2026-06-02", refusal: "account-unknown");

        var shown = Assert.Single(await lab.CorrectionsAsync(open: true));
        Assert.Equal(("refused", "account-unknown"), (shown["operationState"]!.GetValue<string>(), shown["codes"]![0]!.GetValue<string>()));
        Assert.False(Hub.Ok(await lab.ApproveAsync(cancel, "FJ"))["inForce"]!.GetValue<bool>());
        Assert.Equal("FJ.C-1-2", Hub.Ok(await lab.ApproveAsync(cancel, "JP"))["operation"]!.GetValue<string>());
        await lab.AnswerAsync("FJ", "2026-06-03");

        Assert.Empty(await lab.CorrectionsAsync(open: true));
        Assert.Equal("correction-in-force", (await lab.ApproveAsync(cancel.DeepClone().AsObject().With("tonnes", "21"), "JP")).Refusal?.Code);
        await lab.VerifyAsync();
    }

    [Fact]
    public async Task Correction_ThatDoesNotFitItsDecision_IsRefused()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "FK");

        Assert.Equal("correction-tonnes", await DecideAsync(lab, lab.Duty("D-1", 101)));
        await lab.DecidedAsync(lab.Duty("D-2", 60));
        Assert.Equal("correction-tonnes", await DecideAsync(lab, lab.Duty("D-3", 41)));
        Assert.Equal("correction-day", await DecideAsync(lab, lab.Duty("D-4", 1, by: "2026-05-31")));
        Assert.Equal("correction-day", await DecideAsync(lab, lab.Correction("block", "D-5", "FK", 1).With("decidedOn", "2099-01-01")));
        Assert.Equal("correction-day", await DecideAsync(lab, lab.Correction("block", "D-6", "FK", 1).With("decidedOn", "2025-11-02")));

        // An id that a registry has used for an operation of its own.
        Hub.Ok(await lab.CancelAsync("C-1", "FK", 1));
        Assert.Equal("operation-reused", await DecideAsync(lab, lab.Correction("cancel-equivalent", "C-1", "FK", 2).With("fromAccount", "FK-GOV").With("toAccount", "FK-CAN")));
    }

    private static JsonObject Revision(CorrectionLab lab, string id, int tonnes, string? authorization)
    {
        var revision = lab.Correction("revise-authorization", id, lab.Host.Code, tonnes, authorization is null ? "authorization-revoked" : "authorization-changed");
        if (authorization is not null)
            revision["authorization"] = new JsonObject
            {
                ["authorizationId"] = authorization, ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC and OIMP", ["firstTransferDefOimp"] = "use-or-cancellation", ["quantity"] = "60", ["authorizedOn"] = "2026-05-01",
            };
        return revision;
    }

    /// <summary>Both governments approve; the second one's refusal, if any.</summary>
    private static async Task<string?> DecideAsync(CorrectionLab lab, JsonObject correction)
    {
        Hub.Ok(await lab.ApproveAsync(correction, "JP"));
        return (await lab.ApproveAsync(correction, lab.Host.Code)).Refusal?.Code;
    }
}
