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
        var allocation = new Allocation([Whole("JP-GOV", Side.Japan, 1009), Whole("TH-GOV", Side.Partner, 1008)]);

        var (lines, errors) = allocation.Split([Of(2021, 2017)]);

        Assert.Empty(errors);
        Assert.Equal([1009, 1008], lines.Select(line => line.Tonnes.Value));
    }

    [Theory]
    [InlineData(1008)]
    [InlineData(1010)]
    public void Split_WholeTonnesThatDoNotSum_IsRefused(long partner)
    {
        var allocation = new Allocation([Whole("JP-GOV", Side.Japan, 1008), Whole("TH-GOV", Side.Partner, partner)]);

        var (lines, errors) = allocation.Split([Of(2021, 2017)]);

        Assert.Empty(lines);
        Assert.Equal("allocation-sum", Assert.Single(errors).Code);
    }

    [Fact]
    public void Split_TonnesOfAnUnverifiedVintage_IsRefused()
    {
        var (_, errors) = new Allocation([Whole("JP-GOV", Side.Japan, 2017)]).Split([Of(2022, 2017)]);

        Assert.Equal("/allocation/recipients/0/tonnes/2021", errors.First(error => error.Code == "allocation-vintage").Pointer);
    }

    [Fact]
    public void Split_SharesWithoutOneResidual_IsRefused()
    {
        var (_, errors) = new Allocation([Share("JP-GOV", "1/2"), Share("TH-GOV", "1/2")]).Split([Of(2021, 101)]);

        Assert.Equal("allocation-residual", Assert.Single(errors).Code);
    }

    [Fact]
    public void Split_IllustrativeSharesOfPh901_GivesTheirTonnes()
    {
        var allocation = new Allocation([Share("JP-ENT-0001", "6/10"), Share("JP-GOV", "1/10"), Share("PH-GOV", "3/10") with { IsResidual = true }]);

        var (lines, _) = allocation.Split([Of(2025, 137_733)]);

        Assert.Equal([82_639, 13_773, 41_321], lines.Select(line => line.Tonnes.Value));
    }

    [Fact]
    public void Split_AnySharesWithResidual_SumsExactly() =>
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Long[1, 1000].Array[1, 6])
            .Sample((total, parts) =>
            {
                var whole = parts.Sum() + 1;
                var recipients = parts.Select((part, i) => Share($"A{i}", $"{part}/{whole}")).Append(Share("REST", $"1/{whole}") with { IsResidual = true });
                var (lines, errors) = new Allocation([.. recipients]).Split([Of(2024, total)]);
                return errors.Count == 0 && lines.Sum(line => line.Tonnes.Value) == total && lines.All(line => line.Tonnes.Value > 0);
            });

    private static VintageTonnes Of(int year, long tonnes) => new(new Vintage(year), new WholeTonnes(tonnes));

    private static Recipient Whole(string account, Side side, long tonnes) =>
        new(account, side, HolderKind.Government, account)
        {
            Tonnes = new Dictionary<Vintage, WholeTonnes> { [new Vintage(2021)] = new(tonnes) },
        };

    private static Recipient Share(string account, string share) =>
        new(account, account.StartsWith("JP", StringComparison.Ordinal) ? Side.Japan : Side.Partner, HolderKind.Government, account)
        {
            Share = Fraction.Parse(share),
        };
}
