using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Comparison;

public sealed class HoldingsComparisonTests
{
    private static readonly HoldingCell[] Cells =
    [
        new("JP-GOV", ProjectId.Parse("TH014"), new Vintage(2021)),
        new("JP-ENT-0001", ProjectId.Parse("PH901"), new Vintage(2025)),
        new("JP-GOV", ProjectId.Parse("PH901"), new Vintage(2025)),
    ];

    private static readonly Gen<HoldingCell?[]> Units = Gen.Int[-1, Cells.Length - 1].Select(i => i < 0 ? (HoldingCell?)null : Cells[i]).Array[0, 40];

    /// <summary>Against a comparison of every unit by itself: the same tonnes differ in the same way, whatever the blocks are.</summary>
    [Fact]
    public void Compare_AnyTwoSides_DiffersAsUnitByUnit() =>
        Gen.Select(Units, Units, Gen.Int[1, 5], Gen.Int[1, 5]).Sample((hub, registry, hubBlocks, registryBlocks) =>
        {
            var comparison = HoldingsComparison.Compare(Ranges(hub, hubBlocks), Ranges(registry, registryBlocks), []);

            var expected = new Dictionary<(DifferenceKind, HoldingCell, HoldingCell?), long>();
            for (var i = 0; i < Math.Max(hub.Length, registry.Length); i++)
            {
                var (ours, theirs) = (hub.ElementAtOrDefault(i), registry.ElementAtOrDefault(i));
                if (ours == theirs)
                    continue;
                var key = theirs is null ? (DifferenceKind.MissingRemote, ours!.Value, (HoldingCell?)null)
                    : ours is null ? (DifferenceKind.MissingLocal, theirs.Value, null)
                    : (DifferenceKind.StatusMismatch, theirs.Value, ours);
                expected[key] = expected.GetValueOrDefault(key) + 1;
            }

            var found = comparison.Differences.GroupBy(difference => (difference.Kind, difference.Cell, difference.HubCell))
                .ToDictionary(group => group.Key, group => group.Sum(difference => difference.Tonnes));
            Assert.Equal(expected.OrderBy(each => each.Key.ToString()), found.OrderBy(each => each.Key.ToString()));
            Assert.All(comparison.Differences, difference => Assert.Equal(difference.Tonnes, difference.Serials!.Value.Count));
            Assert.All(comparison.Cells, total =>
            {
                Assert.Equal(hub.LongCount(cell => cell == total.Cell), total.Hub);
                Assert.Equal(registry.LongCount(cell => cell == total.Cell), total.Registry);
            });
        });

    [Fact]
    public void Compare_OneUnitThatNobodyIssued_IsNamedAlone()
    {
        HeldRange[] hub = [new(new SerialRange(1, 1009), Cells[0]), new(new SerialRange(1010, 83648), Cells[1])];

        var difference = Assert.Single(HoldingsComparison.Compare(hub, [.. hub, new(new SerialRange(83649, 83649), Cells[2])], []).Differences);

        Assert.Equal(new HoldingDifference(DifferenceKind.MissingLocal, Cells[2], 1, new SerialRange(83649, 83649)), difference);
    }

    [Fact]
    public void Compare_IssuedAndNotReceiptedYet_IsInFlightAndNothingElse()
    {
        HeldRange[] registry = [new(new SerialRange(1, 1009), Cells[0])];

        var comparison = HoldingsComparison.Compare([], registry, [new PendingEffect(Cells[0], 1009, null, null)]);

        Assert.Empty(comparison.Differences);
        Assert.Equal(new CellTotal(Cells[0], 0, 1009, 1009), Assert.Single(comparison.Cells));
    }

    [Fact]
    public void Compare_MoreThanIsInFlight_NamesTheRest()
    {
        var comparison = HoldingsComparison.Compare([], [new(new SerialRange(1, 1010), Cells[0])], [new PendingEffect(Cells[0], 1009, null, null)]);

        Assert.Equal(new HoldingDifference(DifferenceKind.MissingLocal, Cells[0], 1, new SerialRange(1010, 1010)), Assert.Single(comparison.Differences));
    }

    [Fact]
    public void Compare_AppliedButNotThere_IsMissingWhateverItsAge()
    {
        var comparison = HoldingsComparison.Compare([], [], [new PendingEffect(Cells[0], 1009, null, null)]);

        Assert.Equal(new HoldingDifference(DifferenceKind.QuantityMismatch, Cells[0], 1009, null), Assert.Single(comparison.Differences));
    }

    /// <summary>Two records of 5 and 7 tonnes, one receipted as applied: the other one's answer was lost, it may have been a refusal.</summary>
    [Theory]
    [InlineData(12, 0)]
    [InlineData(5, 0)]
    [InlineData(4, 1)]
    public void Compare_TakenWithoutAReceipt_MayBeMissingAndNothingElse(long held, long missing)
    {
        PendingEffect[] inFlight = [new(Cells[0], 5, null, null), new(Cells[0], 7, null, null) { MayBeRefused = true }];

        var comparison = HoldingsComparison.Compare([], [new(new SerialRange(1, held), Cells[0])], inFlight);

        Assert.Equal(missing, comparison.Differences.Sum(difference => difference.Tonnes));
        Assert.All(comparison.Differences, difference => Assert.Equal(DifferenceKind.QuantityMismatch, difference.Kind));
        Assert.Equal(held, Assert.Single(comparison.Cells).InFlight);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compare_AnnouncedWithoutAReceipt_IsInFlightWhetherThereOrNot(bool isThere)
    {
        var announced = new SerialRange(10, 19);
        PendingEffect[] inFlight = [new(Cells[1], 10, null, announced) { MayBeRefused = true }];

        var comparison = HoldingsComparison.Compare([], isThere ? [new(announced, Cells[1])] : [], inFlight, DifferenceKind.OrphanUse);

        Assert.Empty(comparison.Differences);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Compare_InAnotherAccount_IsInFlightOnlyWhereARecordMovesIt(bool moves, int differences)
    {
        var units = new SerialRange(5, 9);
        PendingEffect[] inFlight = moves ? [new PendingEffect(Cells[2], 5, Cells[1], units)] : [];

        var comparison = HoldingsComparison.Compare([new(units, Cells[1])], [new(units, Cells[2])], inFlight);

        Assert.Equal(differences, comparison.Differences.Count);
        Assert.All(comparison.Differences, difference => Assert.Equal(
            new HoldingDifference(DifferenceKind.StatusMismatch, Cells[2], 5, units, Cells[1]), difference));
    }

    [Fact]
    public void Compare_ANumberTwice_IsNamed()
    {
        HeldRange[] registry = [new(new SerialRange(1, 10), Cells[0]), new(new SerialRange(8, 12), Cells[0])];

        var comparison = HoldingsComparison.Compare([new(new SerialRange(1, 12), Cells[0])], registry, []);

        Assert.Equal(new HoldingDifference(DifferenceKind.OverlapSerial, Cells[0], 3, new SerialRange(8, 10)), Assert.Single(comparison.Differences));
    }

    [Fact]
    public void Compare_SideOutOfOrder_Throws() =>
        Assert.Throws<ArgumentException>(() => HoldingsComparison.Compare(
            [new(new SerialRange(5, 6), Cells[0]), new(new SerialRange(1, 2), Cells[0])], [], []));

    /// <summary>Units from number 1 on, cut into blocks of at most so many.</summary>
    private static IEnumerable<HeldRange> Ranges(HoldingCell?[] units, int most)
    {
        for (var first = 0; first < units.Length;)
        {
            var last = first;
            while (last + 1 < units.Length && units[last + 1] == units[first] && last + 1 - first < most)
                last++;
            if (units[first] is { } cell)
                yield return new HeldRange(new SerialRange(first + 1, last + 1), cell);
            first = last + 1;
        }
    }
}
