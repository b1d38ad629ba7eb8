using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Credits;

public sealed class AllocationTests
{
    [Fact]
    public void Split_WholeTonnesThatSum_GivesTheLines()
    {
        var split = new Allocation([Whole("JP-GOV", Side.Japan, 1009), Whole("TH-GOV", Side.Partner, 1008)]).Split([Of(2021, 2017)]);

        Assert.Empty(split.Errors);
        Assert.Equal([1009, 1008], Tonnes(split));
        Assert.All(split.Working, part => Assert.Equal(AllocationReason.Named, part.Reason));
    }

    [Theory]
    [InlineData(1008)]
    [InlineData(1010)]
    public void Split_WholeTonnesThatDoNotSum_IsRefused(long partner)
    {
        var split = new Allocation([Whole("JP-GOV", Side.Japan, 1008), Whole("TH-GOV", Side.Partner, partner)]).Split([Of(2021, 2017)]);

        Assert.Empty(split.Lines);
        Assert.Equal("allocation-sum", Assert.Single(split.Errors).Code);
    }

    [Fact]
    public void Split_OneAccountNamedTwice_IsRefused()
    {
        var split = new Allocation([Whole("JP-GOV", Side.Japan, 1009), Whole("TH-GOV", Side.Partner, 8), Whole("JP-GOV", Side.Japan, 1000)]).Split([Of(2021, 2017)]);

        Assert.Equal(("recipient-twice", "/allocation/recipients/2/account"), split.Errors.Select(error => (error.Code, error.Pointer)).Single());
    }

    [Fact]
    public void Split_TonnesOfAnUnverifiedVintage_IsRefused()
    {
        var split = new Allocation([Whole("JP-GOV", Side.Japan, 2017)]).Split([Of(2022, 2017)]);

        Assert.Equal("/allocation/recipients/0/tonnes/2021", split.Errors.First(error => error.Code == "allocation-vintage").Pointer);
    }

    [Theory]
    [InlineData("allocation-residual", "1/2 residual", "1/2 residual")]
    [InlineData("allocation-shares", "1/2", "1/3")]
    [InlineData("allocation-shares", "2/3", "2/3 residual")]
    [InlineData("minimum-share", "1/10 min 1/2", "9/10 residual")]
    public void Split_SharesThatContradictThemselves_AreRefused(string code, string first, string second) =>
        Assert.Equal(code, Assert.Single(new Allocation([Share("A", first), Share("B", second)]).Split([Of(2021, 101)]).Errors).Code);

    [Fact]
    public void Split_MinimumSharesThatRoundUpToMoreThanAll_AreRefused() =>
        Assert.Equal("minimum-share", Assert.Single(new Allocation([Share("A", "1/2 min 1/2"), Share("B", "1/2 min 1/2")]).Split([Of(2021, 1)]).Errors).Code);

    /// <summary>Each recipient's share, then its tonnes and why.</summary>
    [Theory]
    [InlineData(2017, "1/2 min 1/2", 1009, AllocationReason.Minimum, "1/2", 1008, AllocationReason.Floor)]
    [InlineData(2017, "1/2 min 1/2", 1009, AllocationReason.Minimum, "1/2 residual", 1008, AllocationReason.Residual)]
    [InlineData(2017, "1/2", 1009, AllocationReason.LargestRemainder, "1/2", 1008, AllocationReason.Floor)]
    [InlineData(35_419, "4/5", 28_335, AllocationReason.Floor, "1/5", 7_084, AllocationReason.LargestRemainder)]
    [InlineData(44_817, "4/5", 35_854, AllocationReason.LargestRemainder, "1/5", 8_963, AllocationReason.Floor)]
    [InlineData(30_312, "4/5", 24_249, AllocationReason.Floor, "1/5 residual", 6_063, AllocationReason.Residual)]
    [InlineData(1, "4/5", 0, AllocationReason.Floor, "1/5 residual", 1, AllocationReason.Residual)]
    [InlineData(0, "1/2 min 1/2", 0, AllocationReason.Floor, "1/2", 0, AllocationReason.Floor)]
    public void Split_TwoShares_GiveTheseTonnesForTheseReasons(
        long total, string first, long firstTonnes, AllocationReason firstReason, string second, long secondTonnes, AllocationReason secondReason)
    {
        var split = new Allocation([Share("A", first), Share("B", second)]).Split([Of(2021, total)]);

        Assert.Equal([(firstTonnes, firstReason), (secondTonnes, secondReason)], split.Working.Select(part => (part.Tonnes.Value, part.Reason)));
    }

    [Fact]
    public void Split_MinimumsThatLeaveTooLittle_TakeItFromTheSmallestRemainder()
    {
        var split = new Allocation([Share("A", "1/2 min 1/2"), Share("B", "1/4 min 1/4"), Share("C", "1/4")]).Split([Of(2021, 5)]);

        Assert.Equal([3, 2, 0], split.Working.Select(part => part.Tonnes.Value));
        Assert.Equal(AllocationReason.GivesWay, split.Working[2].Reason);
    }

    [Fact]
    public void Split_Shares_ShowsFloorAndRemainderToRedoTheSum()
    {
        var part = new Allocation([Share("A", "4/5"), Share("B", "1/5")]).Split([Of(2021, 35_419)]).Working[1];

        Assert.Equal(7083, part.Floor);
        Assert.Equal(new Rational(4, 5), part.Remainder);
    }

    [Fact]
    public void Split_IllustrativeSharesOfPh901_GivesTheirTonnes()
    {
        var allocation = new Allocation([Share("JP-ENT-0001", "6/10"), Share("JP-GOV", "1/10"), Share("PH-GOV", "3/10 residual")]);

        Assert.Equal([82_639, 13_773, 41_321], Tonnes(allocation.Split([Of(2025, 137_733)])));
    }

    [Fact]
    public void Split_AnyShares_SumExactlyAndStayWithinATonneOfTheShare() =>
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Long[1, 1000].Array[1, 8], Gen.Int[-1, 7], Gen.Bool.Array[8])
            .Sample((total, parts, residual, minimum) =>
            {
                var whole = parts.Sum();
                var recipients = parts.Select((part, i) => Share($"A{i}", $"{part}/{whole}") with
                {
                    IsResidual = i == residual,
                    Minimum = minimum[i] ? new Fraction(part, whole) : null,
                }).ToArray();
                var split = new Allocation(recipients).Split([Of(2024, total)]);
                // Only where every minimum, rounded up, is more than all of it can there be no split.
                if (split.Errors.Count > 0)
                    return recipients.Sum(recipient => recipient.Minimum?.CeilingOf(total) ?? 0) > total;
                return split.Working.Sum(part => part.Tonnes.Value) == total
                    && split.Working.All(part => part.Tonnes.Value >= (part.Minimum ?? 0))
                    && split.Working.All(part => Within(part, parts.Length));
            });

    [Fact]
    public void Split_AnySharesOfSeveralVintages_SumExactlyInEach() =>
        Gen.Select(Gen.Long[0, 10_000].Array[1, 5], Gen.Long[1, 100].Array[1, 5]).Sample((totals, parts) =>
        {
            var split = new Allocation([.. parts.Select((part, i) => Share($"A{i}", $"{part}/{parts.Sum()}"))])
                .Split([.. totals.Select((total, i) => Of(2021 + i, total))]);
            return split.Errors.Count == 0 && totals.Select((total, i) => total == split.Lines.Where(line => line.Vintage.Year == 2021 + i).Sum(line => line.Tonnes.Value)).All(sums => sums);
        });

    [Theory]
    [InlineData("subsidised", "1/2")]
    [InlineData("private", null)]
    public void For_OnlyASubsidisedProject_AsksForHalf(string track, string? minimum)
    {
        var allocation = new Allocation([Share("JP-GOV", "1/2"), Share("TH-GOV", "1/2")]).For(Projects.Th014(track));

        Assert.Equal(minimum, allocation.Recipients[0].Minimum?.ToString());
        Assert.Null(allocation.Recipients[1].Minimum);
    }

    /// <summary>Nobody but the residual and who gives way may be a tonne or more from its exact share.</summary>
    private static bool Within(AllocationWorking part, int recipients)
    {
        var far = part.Reason is AllocationReason.Residual or AllocationReason.GivesWay ? recipients : 1;
        return Math.Abs(part.Tonnes.Value - part.Floor!.Value) <= far;
    }

    private static IEnumerable<long> Tonnes(AllocationSplit split) => split.Lines.Select(line => line.Tonnes.Value);

    private static VintageTonnes Of(int year, long tonnes) => new(new Vintage(year), new WholeTonnes(tonnes));

    private static Recipient Whole(string account, Side side, long tonnes) =>
        new(account, side, HolderKind.Government, account)
        {
            Tonnes = new Dictionary<Vintage, WholeTonnes> { [new Vintage(2021)] = new(tonnes) },
        };

    /// <summary>From <c>1/2 min 1/2 residual</c>.</summary>
    private static Recipient Share(string account, string text)
    {
        var words = text.Split(' ');
        return new Recipient(account, account.StartsWith("JP", StringComparison.Ordinal) ? Side.Japan : Side.Partner, HolderKind.Government, account)
        {
            Share = Fraction.Parse(words[0]),
            Minimum = Array.IndexOf(words, "min") is > 0 and var at ? Fraction.Parse(words[at + 1]) : null,
            IsResidual = words.Contains("residual"),
        };
    }
}
