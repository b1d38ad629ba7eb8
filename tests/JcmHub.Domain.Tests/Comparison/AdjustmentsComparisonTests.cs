using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Comparison;

public sealed class AdjustmentsComparisonTests
{
    private static readonly BookedAdjustment Adjustment = new("TH.2021.1", ProjectId.Parse("TH014"), new Vintage(2021), 1009, new DateOnly(2026, 2, 2));

    [Fact]
    public void Compare_Booked_HasToBeThereAsItIs()
    {
        Assert.Empty(AdjustmentsComparison.Compare([Adjustment], [], [Adjustment]));
        foreach (var other in new[]
        {
            Adjustment with { Tonnes = 1008 }, Adjustment with { Vintage = new Vintage(2022) }, Adjustment with { Project = ProjectId.Parse("TH015") },
            Adjustment with { AppliedOn = new DateOnly(2026, 2, 3) },
        })
            Assert.Equal(new AdjustmentDifference(Adjustment, other), Assert.Single(AdjustmentsComparison.Compare([Adjustment], [], [other])));
        Assert.Equal(new AdjustmentDifference(Adjustment, null), Assert.Single(AdjustmentsComparison.Compare([Adjustment], [], [])));
        Assert.Equal(new AdjustmentDifference(null, Adjustment), Assert.Single(AdjustmentsComparison.Compare([], [], [Adjustment])));
    }

    /// <summary>Before its receipt nobody here knows on which day it was booked, or whether at all.</summary>
    [Fact]
    public void Compare_InFlight_IsThereAsItWasSentOrNot()
    {
        var sent = Adjustment with { AppliedOn = null };

        Assert.Empty(AdjustmentsComparison.Compare([], [sent], []));
        Assert.Empty(AdjustmentsComparison.Compare([], [sent], [Adjustment]));
        Assert.Single(AdjustmentsComparison.Compare([], [sent], [Adjustment with { Tonnes = 1008 }]));
    }
}
