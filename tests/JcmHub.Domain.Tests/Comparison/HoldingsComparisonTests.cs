using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
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
            Assert.All(comparison.Differences, difference => Assert.Equal(difference.Tonnes, difference.Serials.Count));
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

        var comparison = HoldingsComparison.Compare([], registry, [new PendingEffect(Record(1), Cells[0], 1009, null, null)]);

        Assert.Empty(comparison.Differences);
        Assert.Equal(new CellTotal(Cells[0], 0, 1009, 1009), Assert.Single(comparison.Cells));
    }

    [Fact]
    public void Compare_MoreThanIsInFlight_NamesTheRest()
    {
        var comparison = HoldingsComparison.Compare([], [new(new SerialRange(1, 1010), Cells[0])], [new PendingEffect(Record(1), Cells[0], 1009, null, null)]);

        Assert.Equal(new HoldingDifference(DifferenceKind.MissingLocal, Cells[0], 1, new SerialRange(1010, 1010)), Assert.Single(comparison.Differences));
    }

    /// <summary>A refusal's answer may be lost: which records in flight were applied shows only by what is there.</summary>
    [Fact]
    public void Compare_AnyRecordsInFlightAppliedOrRefused_IsNoDifference() =>
        Gen.Select(Gen.Select(Gen.Int[0, 2], Gen.Int[1, 9]).Array[0, 4], Gen.Bool.Array[4]).Sample((issuances, applied) =>
        {
            // Each record issues to two accounts; a cell of its own makes each tell whether it was applied.
            var effects = issuances.SelectMany((issuance, i) => new[]
            {
                new PendingEffect(Record(i + 1), Cells[issuance.Item1], issuance.Item2, null, null),
                new PendingEffect(Record(i + 1), Own(i), 1, null, null),
            }).ToArray();
            var held = effects.Where(effect => applied[effect.Record.Number - 1])
                .SelectMany(effect => Enumerable.Repeat((HoldingCell?)effect.To, (int)effect.Tonnes)).ToArray();

            Assert.Empty(HoldingsComparison.Compare([], Ranges(held, 100), effects).Differences);
        });

    /// <summary>A registry may issue less than it was asked, never more (D9).</summary>
    [Fact]
    public void Compare_APartOfAnIssuanceInFlight_IsNoDifference()
    {
        PendingEffect[] issuing = [new PendingEffect(Record(1), Cells[0], 1000, null, null), new PendingEffect(Record(1), Cells[1], 9, null, null)];

        var oneAccount = HoldingsComparison.Compare([], [new(new SerialRange(1, 1000), Cells[0])], issuing);
        var less = HoldingsComparison.Compare([], [new(new SerialRange(1, 999), Cells[0]), new(new SerialRange(1000, 1008), Cells[1])], issuing);
        var more = HoldingsComparison.Compare([], [new(new SerialRange(1, 1001), Cells[0])], issuing);

        Assert.Empty(oneAccount.Differences);
        Assert.Empty(less.Differences);
        Assert.Equal(new HoldingDifference(DifferenceKind.MissingLocal, Cells[0], 1, new SerialRange(1001, 1001)), Assert.Single(more.Differences));
    }

    [Theory]
    [InlineData(1, 5, 0)]
    [InlineData(3, 7, 1)]
    [InlineData(0, 0, 0)]
    public void Compare_AnnouncedToTheMarketWithoutReceipt_IsInFlightUnderItsNumbers(long first, long last, int differences)
    {
        HeldRange[] known = first == 0 ? [] : [new(new SerialRange(first, last), Cells[1])];

        var comparison = HoldingsComparison.Compare([], known, [new PendingEffect(Record(1), Cells[1], 5, null, new SerialRange(1, 5))], DifferenceKind.OrphanUse);

        Assert.Equal(differences, comparison.Differences.Count);
        Assert.All(comparison.Differences, difference => Assert.Equal(DifferenceKind.OrphanUse, difference.Kind));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Compare_InAnotherAccount_IsInFlightOnlyWhereARecordMovesIt(bool moves, int differences)
    {
        var units = new SerialRange(5, 9);
        PendingEffect[] inFlight = moves ? [new PendingEffect(Record(1), Cells[2], 5, Cells[1], units)] : [];

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

    private static RecordId Record(long number) => new(PartyId.Parse("TH"), PartyId.Japan, number);

    private static HoldingCell Own(int record) => new($"JP-ENT-000{record + 2}", ProjectId.Parse("TH014"), new Vintage(2021));

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
