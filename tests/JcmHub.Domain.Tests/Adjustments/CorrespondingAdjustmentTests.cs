using CsCheck;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Adjustments;

public sealed class CorrespondingAdjustmentTests
{
    private static readonly DateOnly Obliged = new(2025, 11, 11);

    private static CorrespondingAdjustment New() => new(
        "TH.2021.1", PartyId.Parse("TH"), "TH-TH014-2021", ProjectId.Parse("TH014"), new Vintage(2021), new WholeTonnes(1009), Obliged, "TH.TH.2", "TH.TH.3");

    [Fact]
    public void Advance_AnySteps_KeepsOrderAndDaysAndTheObligation() =>
        Gen.Select(Gen.Enum<AdjustmentState>(), Gen.Int[-400, 2000]).List[0, 30].Sample(steps =>
        {
            var adjustment = New();
            foreach (var (state, days) in steps)
            {
                var (next, error) = adjustment.Advance(state, Obliged.AddDays(days));
                if (error is null)
                {
                    Assert.Equal(adjustment.State + 1, next.State);
                    Assert.True(next.On(next.State) >= adjustment.On(adjustment.State));
                }
                else
                    Assert.Equal(adjustment, next);
                Assert.True(next.Follows(adjustment));
                adjustment = next;
            }
        });

    [Fact]
    public void Advance_ReviewedOne_IsFinal()
    {
        var adjustment = New();
        foreach (var state in new[] { AdjustmentState.Reported, AdjustmentState.Applied, AdjustmentState.Reviewed })
            adjustment = adjustment.Advance(state, Obliged).Adjustment;

        Assert.All(Enum.GetValues<AdjustmentState>(), state =>
            Assert.Equal("adjustment-order", adjustment.Advance(state, Obliged.AddYears(9)).Error!.Code));
    }

    /// <summary>A refused record that was sent again once broke the journal for ever.</summary>
    [Theory]
    [InlineData("TH.TH.4", true)]
    [InlineData("TH.TH.2", false)]
    [InlineData("TH.JP.4", false)]
    [InlineData("PH.TH.4", false)]
    [InlineData(null, false)]
    public void Follows_OtherRecord_OnlyWhereItIsLaterInTheSameStreamAndNothingIsBooked(string? record, bool follows)
    {
        Assert.Equal(follows, (New() with { Record = record }).Follows(New()));
        Assert.False((New() with { Record = record, ReceiptedOn = Obliged }).Follows(New() with { ReceiptedOn = Obliged }));
    }

    [Fact]
    public void Follows_OtherTonnesOrADayTakenBack_DoesNot()
    {
        var reported = New().Advance(AdjustmentState.Reported, Obliged).Adjustment;

        Assert.True(reported.Follows(New()));
        Assert.False(reported.Follows(New() with { Tonnes = new WholeTonnes(1008) }));
        Assert.False(New().Follows(reported));
        Assert.False((reported with { ReportedOn = Obliged.AddDays(1) }).Follows(reported));
    }
}
