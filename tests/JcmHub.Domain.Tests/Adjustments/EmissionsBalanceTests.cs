using CsCheck;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Tests.Adjustments;

public sealed class EmissionsBalanceTests
{
    private static readonly PartyId Thailand = PartyId.Parse("TH");
    private static readonly PartyId[] Parties = [PartyId.Japan, Thailand, PartyId.Parse("MV")];

    private static readonly Gen<CorrespondingAdjustment> Adjustments = Gen.Select(Gen.Int[0, 2], Gen.Int[2021, 2026], Gen.Long[1, 1000], (party, year, tonnes) => new CorrespondingAdjustment(
        "TH.2021.1", Parties[party], "TH-TH014-2021", ProjectId.Parse("TH014"), new Vintage(year), new WholeTonnes(tonnes), new DateOnly(2025, 11, 11), "TH.TH.2", null));

    private static readonly Gen<ItmoUse> Uses = Gen.Select(Gen.Int[0, 2], Gen.Int[2021, 2026], Gen.Int[2021, 2030], Gen.Long[1, 1000],
        (user, vintage, year, tonnes) => new ItmoUse(Thailand, Parties[user], new Vintage(vintage), year, tonnes));

    [Fact]
    public void Of_AnyFacts_AddsFirstTransfersByVintageAndSubtractsUsesByYearOfUse() =>
        Gen.Select(Adjustments.Array[0, 20], Uses.Array[0, 20]).Sample((adjustments, uses) =>
        {
            foreach (var party in Parties)
            {
                var balance = EmissionsBalance.Of(party, adjustments, uses);
                Assert.Equal(balance.Select(year => year.Year).Order().Distinct(), balance.Select(year => year.Year));
                foreach (var year in Enumerable.Range(2021, 10))
                {
                    var expected = adjustments.Where(adjustment => adjustment.Party == party && adjustment.Vintage.Year == year).Sum(adjustment => adjustment.Tonnes.Value)
                        - uses.Where(use => use.User == party && use.Year == year).Sum(use => use.Tonnes);
                    Assert.Equal(expected, balance.SingleOrDefault(each => each.Year == year)?.Net ?? 0);
                }
            }
        });

    [Fact]
    public void Of_JapanUsesWhatThailandFirstTransferred_IsAddedThereAndSubtractedHere()
    {
        var use = new ItmoUse(Thailand, PartyId.Japan, new Vintage(2021), 2026, 5);

        Assert.Equal([new BalanceYear(2026, 0, 5)], EmissionsBalance.Of(PartyId.Japan, [], [use]));
        Assert.Equal(-5, EmissionsBalance.Of(PartyId.Japan, [], [use])[0].Net);
        Assert.Empty(EmissionsBalance.Of(Thailand, [], [use]));
    }

    [Theory]
    [InlineData(UsePurpose.Ndc, true, true, true)]
    [InlineData(UsePurpose.Oimp, true, true, false)]
    [InlineData(UsePurpose.Ndc, false, true, false)]
    [InlineData(UsePurpose.Ndc, true, false, false)]
    public void Use_OfWhatIsNoItmoOrNotTowardAnNdc_IsNone(UsePurpose purpose, bool isTransferred, bool isRetired, bool isUse)
    {
        var block = new UnitBlock
        {
            Registry = PartyId.Japan, Units = new SerialRange(1, 5), Project = ProjectId.Parse("TH014"), Vintage = new Vintage(2021), Account = "JP-RET", Holder = "Japan",
            AccountType = isRetired ? AccountType.Retirement : AccountType.GovernmentHolding, Decision = "TH-TH014-2021", State = UnitState.Live,
            Authorization = "THA-0001", FirstTransferredOn = isTransferred ? new DateOnly(2025, 11, 11) : null,
        };

        Assert.Equal(isUse ? new ItmoUse(Thailand, PartyId.Japan, new Vintage(2021), 2026, 5) : null, ItmoUse.Of(block, Thailand, new UnitUse(purpose, 2026, new DateOnly(2026, 11, 30))));
        Assert.Null(ItmoUse.Of(block, Thailand, null));
    }
}
