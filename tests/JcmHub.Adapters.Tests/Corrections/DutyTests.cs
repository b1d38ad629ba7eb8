using System.Text.Json.Nodes;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.Exchange;
using JcmHub.Domain.Ledger;

namespace JcmHub.Adapters.Tests.Corrections;

/// <summary>A duty to replace, from both governments' word to its discharge, on a real storage.</summary>
public sealed class DutyTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Duty_ReplacedInBothRegistries_EndsDischargedOnTheLastDay()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "EA");
        await lab.TransferredAsync();
        await lab.DecidedAsync(lab.Duty("D-1", 30));

        Hub.Ok(await lab.CancelAsync("one", "JP", 20, "D-1"));
        // Twice is once, and never more than owed whatever is on its way.
        Hub.Ok(await lab.CancelAsync("one", "JP", 20, "D-1"));
        Assert.Equal("duty-exceeded", (await lab.CancelAsync("two", "EA", 11, "D-1")).Refusal?.Code);
        Hub.Ok(await lab.CancelAsync("two", "EA", 10, "D-1"));
        Assert.Equal("duty-exceeded", (await lab.CancelAsync("three", "EA", 1, "D-1")).Refusal?.Code);
        Assert.Equal(("0", "0", 2), Figures(await OpenAsync(lab)));
        Assert.Equal("D-1", (await lab.RecordsAsync("JP"))[^1]["data"]!["duty"]!.GetValue<string>());

        await lab.AnswerAsync("JP", "2026-07-01");
        Assert.Equal(("20", "0", 2), Figures(await OpenAsync(lab)));
        await lab.AnswerAsync("EA", "2026-06-20");

        Assert.Empty(await lab.CorrectionsAsync(open: true));
        var duty = Assert.Single(await lab.CorrectionsAsync("replacement-duty"))["duty"]!;
        Assert.Equal(("30", "2026-07-01", false), (duty["replaced"]!.GetValue<string>(), duty["dischargedOn"]!.GetValue<string>(), duty["late"]!.GetValue<bool>()));
        Assert.Equal("duty-discharged", (await lab.CancelAsync("four", "EA", 1, "D-1")).Refusal?.Code);
        await lab.VerifyAsync();
    }

    [Fact]
    public async Task Duty_OnOneSidesWord_IsNone()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "EB");
        Hub.Ok(await lab.ApproveAsync(lab.Duty("D-1", 30), "JP"));

        Assert.Equal("duty-unknown", (await lab.CancelAsync("one", "EB", 20, "D-1")).Refusal?.Code);
        Assert.Equal("duty-unknown", (await lab.CancelAsync("one", "EB", 20, "D-2")).Refusal?.Code);

        // Other content voids the approval before; nothing was reserved meanwhile.
        Hub.Ok(await lab.ApproveAsync(lab.Duty("D-1", 29), "EB"));
        Assert.Equal("duty-unknown", (await lab.CancelAsync("one", "EB", 20, "D-1")).Refusal?.Code);
        Assert.Equal(100, await lab.HeldAsync("EB", UnitState.Live));
    }

    [Fact]
    public async Task Duty_RefusedByTheRegistry_IsOwedAgain()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "EC");
        await lab.DecidedAsync(lab.Duty("D-1", 30));
        Hub.Ok(await lab.CancelAsync("one", "EC", 30, "D-1"));

        await lab.AnswerAsync("EC", "2026-07-01", refusal: "account-unknown");

        Assert.Equal(("0", "30", 0), Figures(await OpenAsync(lab)));
        Hub.Ok(await lab.CancelAsync("two", "EC", 30, "D-1"));
        await lab.AnswerAsync("EC", "2026-07-02");
        Assert.Empty(await lab.CorrectionsAsync(open: true));
    }

    [Fact]
    public async Task Duty_OpenPastItsDay_IsListedWithItsAgeAndDischargedLate()
    {
        var time = new ShiftedTime();
        time.Advance(TimeSpan.FromDays(400));
        var lab = await CorrectionLab.IssuedAsync(storage, "ED", time: time);
        await lab.DecidedAsync(lab.Duty("D-1", 30, by: "2026-12-31"));

        var open = await OpenAsync(lab);
        Assert.Equal((400, true), (open["ageDays"]!.GetValue<int>(), open["late"]!.GetValue<bool>()));

        Hub.Ok(await lab.CancelAsync("one", "ED", 30, "D-1"));
        await lab.AnswerAsync("ED", "2027-01-01");
        var duty = Assert.Single(await lab.CorrectionsAsync())["duty"]!;
        Assert.Equal(("2027-01-01", true), (duty["dischargedOn"]!.GetValue<string>(), duty["late"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Duty_ProcessesKilledBetweenAnyTwoSteps_IsReplacedOnce()
    {
        var lab = await CorrectionLab.IssuedAsync(storage, "EE");
        await lab.DecidedAsync(lab.Duty("D-1", 30));

        await Assert.ThrowsAsync<DyingRows.DeathException>(() => lab.CancelAsync("one", "EE", 30, "D-1", lab.Dying(0)));
        Assert.Equal(("0", "30", 0), Figures(await OpenAsync(lab)));
        Hub.Ok(await lab.CancelAsync("one", "EE", 30, "D-1", lab.Dying(1)));
        Hub.Ok(await lab.CancelAsync("one", "EE", 30, "D-1"));
        await Assert.ThrowsAsync<DyingRows.DeathException>(() => lab.AnswerAsync("EE", "2026-07-01", rows: lab.Dying(0)));
        Assert.Equal(("0", "0", 1), Figures(await OpenAsync(lab)));
        await lab.AnswerAsync("EE", "2026-07-01", rows: lab.Dying(1));

        Assert.Empty(await lab.CorrectionsAsync(open: true));
        await lab.VerifyAsync();
    }

    private static async Task<JsonNode> OpenAsync(CorrectionLab lab) => Assert.Single(await lab.CorrectionsAsync("replacement-duty", open: true))["duty"]!;

    private static (string Replaced, string Owed, int Offers) Figures(JsonNode duty) =>
        (duty["replaced"]!.GetValue<string>(), duty["owed"]!.GetValue<string>(), duty["replacements"]!.AsArray().Count);
}
