using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Tests.Comparison;

/// <summary>What a market has on its list by its own receipts.</summary>
public sealed class MarketListTests
{
    private readonly MarketList _list = new();

    [Fact]
    public void Remove_Refused_IsThereUntilItIsTaken()
    {
        _list.Add(In("A", 1, 60));
        _list.Remove(In("A", 41, 60), isTaken: false);
        Assert.Equal(("A 1-40", "A 41-60"), Told());

        _list.Remove(In("A", 51, 60));
        Assert.Equal(("A 1-40", "A 41-50"), Told());
        _list.Remove(In("A", 41, 50));
        Assert.Equal(("A 1-40", ""), Told());
    }

    /// <summary>It has them still, and now it should: its refusal to hear of them anew changes nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Add_WhatItStillHas_IsInOrderAgain(bool isTaken)
    {
        _list.Add(In("A", 1, 60));
        _list.Remove(In("A", 1, 60), isTaken: false);

        _list.Add(In("A", 1, 60), isTaken);

        Assert.Equal(("A 1-60", ""), Told());
    }

    /// <summary>Sold to another company, of which it refuses to hear while it has the units in the first one's account.</summary>
    [Fact]
    public void Add_InAnotherAccountRefused_LeavesWhatIsNotWithdrawn()
    {
        _list.Add(In("A", 1, 60));
        _list.Remove(In("A", 1, 60), isTaken: false);

        _list.Add(In("B", 1, 60), isTaken: false);
        Assert.Equal(("", "A 1-60"), Told());

        _list.Remove(In("A", 1, 60));
        _list.Add(In("B", 1, 60));
        Assert.Equal(("B 1-60", ""), Told());
    }

    [Fact]
    public void Remove_OfWhatItNeverTook_AsksNothing()
    {
        _list.Add(In("A", 1, 60), isTaken: false);

        _list.Remove(In("A", 1, 60), isTaken: false);

        Assert.Equal(("", ""), Told());
    }

    /// <summary>Of units that the market alone has, those whose withdrawal it refused are told apart from what nobody announced.</summary>
    [Fact]
    public void Compare_UnitsThatTheMarketAloneHas_AreNotWithdrawnOrOrphans()
    {
        var comparison = HoldingsComparison.Compare([In("A", 1, 10)], [In("A", 1, 40)], [], DifferenceKind.OrphanUse, [In("A", 31, 50), In("A", 16, 20), In("B", 21, 25)]);

        Assert.Equal(
        [
            (DifferenceKind.OrphanUse, "11-15"), (DifferenceKind.WithdrawalRefused, "16-20"), (DifferenceKind.OrphanUse, "21-30"), (DifferenceKind.WithdrawalRefused, "31-40"),
        ], comparison.Differences.Select(difference => (difference.Kind, difference.Serials.ToString()!)));
    }

    private static HeldRange In(string account, long first, long last) => new(new SerialRange(first, last), new HoldingCell(account, ProjectId.Parse("TH014"), new Vintage(2022)));

    private (string Ranges, string NotWithdrawn) Told() => (Text(_list.Ranges), Text(_list.NotWithdrawn));

    private static string Text(IEnumerable<HeldRange> ranges) => string.Join(' ', ranges.Select(range => $"{range.Cell.Account} {range.Serials}"));
}
