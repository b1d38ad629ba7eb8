using CsCheck;
using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class SerialRangeTests
{
    internal static readonly Gen<SerialRange> Ranges =
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[1, 1_000_000], (first, count) => SerialRange.From(first, count));

    [Fact]
    public void Split_AnyRange_KeepsEveryUnitOnce() =>
        Ranges.Where(range => range.Count > 1).SelectMany(range => Gen.Long[1, range.Count - 1].Select(tail => (range, tail)))
            .Sample((range, tailCount) =>
            {
                var (head, tail) = range.Split(tailCount);
                return head.First == range.First && tail.Last == range.Last && head.Last + 1 == tail.First && tail.Count == tailCount;
            });

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Split_EmptySide_IsRefused(long tailCount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialRange(1, 10).Split(tailCount));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 4)]
    public void Construction_NoUnits_IsRefused(long first, long last) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SerialRange(first, last));

    [Fact]
    public void Overlaps_SharedEnd_IsTrue()
    {
        // The split that another registry accepted: 9000-9009 and 9009-9010 (vectors/unit_block_negative_cases.json).
        Assert.True(new SerialRange(9000, 9009).Overlaps(new SerialRange(9009, 9010)));
        Assert.False(new SerialRange(9000, 9009).Overlaps(new SerialRange(9010, 9010)));
    }
}
