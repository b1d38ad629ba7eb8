using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Comparison;

public sealed class NumbersGivenTwiceTests
{
    private static readonly PartyId[] Hosts = [PartyId.Parse("TH"), PartyId.Parse("PH"), PartyId.Parse("MN")];

    /// <summary>Of each host blocks that do not overlap: gaps and lengths.</summary>
    private static readonly Gen<(int Gap, int Length)[][]> Ledgers = Gen.Select(Gen.Int[0, 12], Gen.Int[1, 8]).Array[0, 6].Array[Hosts.Length];

    /// <summary>Against a look at every number by itself.</summary>
    [Fact]
    public void Find_AnyLedgers_FindsExactlyTheNumbersThatServeTwice() => Ledgers.Sample(ledgers =>
    {
        var claims = ledgers.Select((ledger, i) => Claims(Hosts[i], ledger)).ToArray();

        var found = NumbersGivenTwice.Find(claims);

        var expected = claims.SelectMany(ledger => ledger).SelectMany(claim => Numbers(claim.Numbers)).GroupBy(number => number).Where(same => same.Count() > 1).Select(same => same.Key);
        Assert.Equal(expected.Order(), found.SelectMany(twice => Numbers(twice.Numbers)).Distinct().Order());
        Assert.All(found, twice =>
        {
            Assert.NotEqual(twice.One.Host, twice.Other.Host);
            Assert.True(twice.One.Numbers.Contains(twice.Numbers) && twice.Other.Numbers.Contains(twice.Numbers));
        });
    });

    private static List<NumberClaim> Claims(PartyId host, (int Gap, int Length)[] blocks)
    {
        var claims = new List<NumberClaim>();
        var next = 1L;
        foreach (var (gap, length) in blocks)
        {
            var numbers = SerialRange.From(next + gap, length);
            next = numbers.Last + 1;
            claims.Add(new NumberClaim(host, new UnitBlock
            {
                Registry = PartyId.Japan, Units = numbers, RegistrySerials = numbers, Project = ProjectId.Parse(host.Code + "001"), Vintage = new Vintage(2021),
                Account = "JP-GOV", AccountType = AccountType.GovernmentHolding, Holder = "Government of Japan", Decision = "a decision", State = UnitState.Live,
            }));
        }

        return claims;
    }

    private static IEnumerable<long> Numbers(SerialRange range)
    {
        for (var number = range.First; number <= range.Last; number++)
            yield return number;
    }
}
