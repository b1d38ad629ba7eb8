using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Quantities;
using JcmHub.Domain.Tests.Methodologies;

namespace JcmHub.Domain.Tests.Ledger.Operations;

/// <summary>Block arithmetic that other systems got wrong: <c>vectors/unit_block_negative_cases.json</c>.</summary>
public sealed class UnitSelectionTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(Files.Data("unit_block_negative_cases.json")).RootElement.GetProperty("cases").EnumerateArray()];

    [Fact]
    public void Cases_OfTheFile_AreAllHere() =>
        Assert.Equal(
            ["cadt-overlapping-split", "gc-registry-split-off-by-one", "undp-cadt-zero-unit-split", "percentage-share-rounding", "gs-verra-duplicate-serial"],
            Cases.Select(each => each.GetProperty("id").GetString()));

    /// <summary>Two children that share unit 9009 of their parent.</summary>
    [Fact]
    public void Replace_OverlappingChildren_IsRefused()
    {
        var item = Case("cadt-overlapping-split");
        var parent = Numbers(item.GetProperty("parent"));
        Assert.NotEqual(item.GetProperty("parent").GetProperty("count").GetInt64(), parent.Count);
        var children = item.GetProperty("children").EnumerateArray().Select(Numbers).ToArray();
        var block = Holdings.Of(1).Blocks[0] with { Units = parent, RegistrySerials = null };
        var entry = new LedgerEntry(Holdings.Thailand, LedgerHead.Empty, default);

        Assert.Throws<InvalidOperationException>(() => entry.Replace(block, [.. children.Select(units => block with { Units = units })]));
    }

    [Fact]
    public void Split_TwentyFiveOfAHundred_HasNoFencePostTooMany()
    {
        var item = Case("gc-registry-split-off-by-one");
        var parent = item.GetProperty("parent");
        var expected = item.GetProperty("ourExpected").EnumerateArray().Select(part => (part.GetProperty("start").GetInt64(), part.GetProperty("end").GetInt64(), part.GetProperty("count").GetInt64()));

        var (head, tail) = new SerialRange(parent.GetProperty("start").GetInt64(), parent.GetProperty("end").GetInt64())
            .Split(parent.GetProperty("count").GetInt64() - item.GetProperty("splitSize").GetInt64());

        Assert.Equal(expected, [(head.First, head.Last, head.Count), (tail.First, tail.Last, tail.Count)]);
    }

    [Fact]
    public void Choose_ExactlyTheFirstBlock_TakesItWholeAndNothingOfTheNext()
    {
        var item = Case("undp-cadt-zero-unit-split");
        var counts = item.GetProperty("holderBlocks").EnumerateArray().Select(block => block.GetProperty("count").GetInt64()).ToArray();
        var holdings = Holdings.Of(counts);

        holdings.Ask(Holdings.Request("1", item.GetProperty("transfer").GetInt64(), Holdings.Government, Holdings.Company), Holdings.Company);
        holdings.Answer("JP.1", isApplied: true);

        Assert.Equal([new SerialRange(1, 40)], holdings.Operations["JP.1"].Units);
        Assert.Equal([new SerialRange(1, 40), new SerialRange(41, 100)], holdings.Blocks.Select(block => block.Units));
    }

    [Fact]
    public void Allocation_HalfAndHalfOfAnOddAmount_SumsToTheAmount()
    {
        var item = Case("percentage-share-rounding");
        var half = Fraction.Parse("1/2");
        var japan = new Recipient("Government of Japan", Side.Japan, HolderKind.Government, "JP-GOV") { Share = half };
        var partner = new Recipient("Partner", Side.Partner, HolderKind.Government, "TH-GOV") { Share = half };

        var (lines, errors) = new Allocation([japan, partner]).Split([new VintageTonnes(new Vintage(2021), new WholeTonnes(item.GetProperty("issued").GetInt64()))]);

        Assert.Empty(errors);
        Assert.Equal(item.GetProperty("issued").GetInt64(), lines.Sum(line => line.Tonnes.Value));
    }

    /// <summary>A serial that serves two blocks: the replay of a journal names the entry; here in a receipt.</summary>
    [Fact]
    public void Serial_GivenTwice_IsNoticed()
    {
        Assert.Contains("duplicate or overlapping", Case("gs-verra-duplicate-serial").GetProperty("ourExpected").GetString(), StringComparison.Ordinal);
        var ledger = Ledgers.Notified(authorised: false, (2021, 10, 10));
        var good = ledger.Applied(RecordId.Parse("TH.TH.1"));

        var answer = ledger.Book(good with { Blocks = [good.Blocks[0], good.Blocks[1] with { RegistrySerials = good.Blocks[0].RegistrySerials }] });

        Assert.Equal("receipt-mismatch", answer);
    }

    [Theory]
    [InlineData(new long[] { 5, 9 }, 5, null)]
    [InlineData(new long[] { 5, 9, 9, 12 }, 9, "units-doubled")]
    [InlineData(new long[] { 95, 104 }, 10, "units-not-held")]
    [InlineData(new long[] { 5, 9 }, 6, "units-quantity")]
    public void Choose_UnitsByNumber_AreHeldOnceAndAsManyAsTheTonnes(long[] numbers, long tonnes, string? code)
    {
        var request = Holdings.Request("1", tonnes, Holdings.Government, Holdings.Company) with
        {
            Units = [.. numbers.Chunk(2).Select(pair => new SerialRange(pair[0], pair[1]))],
        };

        Assert.Equal(code, UnitSelection.Choose(request, Holdings.Of(60, 40).Blocks, []).Error?.Code);
    }

    [Fact]
    public void Choose_UnitsInTheMiddle_LeavesBothEndsWithTheOwner()
    {
        var holdings = Holdings.Of(100);
        holdings.Ask(Holdings.Request("1", 30, Holdings.Government, Holdings.Company) with { Units = [new SerialRange(11, 20), new SerialRange(31, 50)] }, Holdings.Company);
        holdings.Answer("JP.1", isApplied: true);

        Assert.Equal([new SerialRange(1, 10), new SerialRange(11, 20), new SerialRange(21, 30), new SerialRange(31, 50), new SerialRange(51, 100)], holdings.Blocks.Select(block => block.Units));
        Assert.Equal(30, holdings.Held("JP-ENT"));
    }

    [Fact]
    public void Choose_OneVintage_LeavesTheOthers()
    {
        var holdings = Holdings.Of(10, 10, 10);

        var (units, _) = UnitSelection.Choose(
            Holdings.Request("1", 15, Holdings.Government, Holdings.Company) with { Vintage = new Vintage(2021) }, holdings.Blocks, []);

        Assert.Equal([new SerialRange(1, 10), new SerialRange(26, 30)], units);
    }

    [Fact]
    public void Choose_MoreFragmentsThanARecordHolds_IsRefused()
    {
        var block = Holdings.Of(1).Blocks[0];
        UnitBlock[] dust = [.. Enumerable.Range(0, 1001).Select(i => block with { Units = new SerialRange(1 + (2 * i), 1 + (2 * i)) })];

        Assert.Equal("operation-too-fragmented", UnitSelection.Choose(Holdings.Request("1", 1001, Holdings.Government, Holdings.Company), dust, []).Error?.Code);
    }

    private static JsonElement Case(string id) => Cases.Single(each => each.GetProperty("id").GetString() == id);

    private static SerialRange Numbers(JsonElement range) => new(Digits(range.GetProperty("start")), Digits(range.GetProperty("end")));

    private static long Digits(JsonElement serial) =>
        long.Parse(serial.GetString()!.Where(char.IsAsciiDigit).ToArray(), System.Globalization.CultureInfo.InvariantCulture);
}
