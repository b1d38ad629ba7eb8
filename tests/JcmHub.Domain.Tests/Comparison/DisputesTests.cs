using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Comparison;

public sealed class DisputesTests
{
    private static readonly Gen<SerialRange> Range = Gen.Select(Gen.Long[1, 300], Gen.Long[0, 20]).Select((first, more) => new SerialRange(first, first + more));

    /// <summary>A block is held where one of its numbers is, whatever order and overlap the differences were found in.</summary>
    [Fact]
    public void Hold_RandomRanges_AsNumberByNumber() => Gen.Select(Range.Array[0, 12], Range).Sample((ranges, numbers) =>
    {
        var held = new Disputes(ranges).Hold(Block(numbers));

        Assert.Equal(ranges.Any(range => range.Overlaps(numbers)), held);
    });

    private static UnitBlock Block(SerialRange? numbers) => new()
    {
        Registry = PartyId.Japan, Units = numbers ?? new SerialRange(1, 1), Project = ProjectId.Parse("TH014"), Vintage = new Vintage(2022), Account = "JP-ENT",
        AccountType = AccountType.EntityHolding, Holder = "A company", Decision = "TH-TH014-2022", State = UnitState.Live, RegistrySerials = numbers,
    };

    [Fact]
    public void Hold_BlockWithoutNumbers_IsInNoComparison() => Assert.False(new Disputes([new SerialRange(1, 100)]).Hold(Block(null)));

    /// <summary>What is kept is bounded: the nearest neighbours are held with what lies between them, and nothing is let go.</summary>
    [Fact]
    public void Ranges_MoreThanAreKept_JoinTheNearest()
    {
        var near = Enumerable.Range(0, Disputes.MostRanges).Select(i => new SerialRange((10 * i) + 1, (10 * i) + 1));
        var far = new SerialRange(1_000_000, 1_000_000);

        var kept = new Disputes(near.Append(far).Append(new SerialRange(4, 4))).Ranges;

        Assert.Equal(Disputes.MostRanges, kept.Count);
        Assert.Equal((new SerialRange(1, 11), far), (kept[0], kept[^1]));
    }
}
