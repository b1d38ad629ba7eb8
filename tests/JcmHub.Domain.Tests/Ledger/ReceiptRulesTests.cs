using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Ledger;

/// <summary>Receipts against their records: each that is refused here was booked once.</summary>
public sealed class ReceiptRulesTests
{
    private static readonly RecordId HostIssues = RecordId.Parse("TH.TH.1");
    private static readonly RecordId MovesOut = RecordId.Parse("TH.TH.2");
    private static readonly RecordId JapanIssues = RecordId.Parse("TH.JP.1");

    [Theory]
    [InlineData("TH", "TH", 1, null)]
    [InlineData("JP", "TH", 1, "receipt-for-another-record")]
    [InlineData("TH", "MV", 1, "receipt-for-another-record")]
    [InlineData("TH", "TH", 77, "receipt-for-another-record")]
    public void CheckAddress_RegistryHostOrNumberOfAnother_IsRefused(string registry, string host, long number, string? code)
    {
        var receipt = new Receipt(HostIssues, "sha-256:1", IsApplied: true, new DateOnly(2025, 11, 11))
        {
            Address = new RecordId(PartyId.Parse(host), PartyId.Parse(registry), number),
        };

        Assert.Equal(code, ReceiptRules.CheckAddress(receipt, HostIssues, "sha-256:1", new DateOnly(2025, 11, 11))?.Code);
        Assert.Equal("receipt-for-another-record", ReceiptRules.CheckAddress(receipt, HostIssues, "sha-256:2", new DateOnly(2025, 11, 11))?.Code);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(2, "receipt-in-the-future")]
    public void CheckAddress_DayAhead_HasADayOfTolerance(int ahead, string? code)
    {
        var today = new DateOnly(2025, 11, 11);

        Assert.Equal(code, ReceiptRules.CheckAddress(new Receipt(HostIssues, "sha-256:1", IsApplied: true, today.AddDays(ahead)), HostIssues, "sha-256:1", today)?.Code);
    }

    /// <summary>The decision is of 30 October, the approval of 5 November, the move and the obligation of 11 November.</summary>
    [Theory]
    [InlineData("TH.TH.1", "2025-10-29", null)]
    [InlineData("TH.TH.1", "2025-10-28", "receipt-mismatch")]
    [InlineData("TH.TH.2", "2025-11-04", null)]
    [InlineData("TH.TH.2", "2025-11-03", "receipt-mismatch")]
    [InlineData("TH.TH.3", "2025-11-10", null)]
    [InlineData("TH.TH.3", "2025-11-09", "receipt-mismatch")]
    [InlineData("TH.JP.1", "2025-11-10", null)]
    [InlineData("TH.JP.1", "2025-11-09", "receipt-mismatch")]
    public void CheckContent_DayBeforeWhatTheRecordRestsOn_IsRefused(string record, string day, string? code)
    {
        var ledger = Moved();

        var receipt = ledger.Applied(RecordId.Parse(record)) with { AppliedOn = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };

        Assert.Equal(code, ledger.WhyNot(receipt)?.Code);
        Assert.Equal(code, ledger.WhyNot(receipt with { IsApplied = false, Blocks = [], Codes = ["account-unknown"] })?.Code);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("numbers")]
    [InlineData("tonnes")]
    [InlineData("vintage")]
    [InlineData("short")]
    [InlineData("nothing")]
    public void CheckContent_MoveToAnotherAccountOrUnderOtherNumbers_IsRefused(string fault)
    {
        var ledger = Approved();
        var good = ledger.Applied(MovesOut);
        var block = good.Blocks[0];
        ReceiptBlock[] blocks = fault switch
        {
            "account" => [block with { Account = "TH-GOV" }],
            "numbers" => [block with { RegistrySerials = SerialRange.From(block.RegistrySerials.First + 1009, block.RegistrySerials.Count) }],
            "tonnes" => [block with { Tonnes = 5 }],
            "vintage" => [block with { Vintage = new Vintage(2022) }],
            "short" => [block with { Units = SerialRange.From(block.Units.First, 1008), RegistrySerials = SerialRange.From(block.RegistrySerials.First, 1008), Tonnes = 1008 }],
            _ => [],
        };

        Assert.Null(ledger.WhyNot(good));
        Assert.Equal("receipt-mismatch", ledger.WhyNot(good with { Blocks = blocks })?.Code);
    }

    /// <summary>A registry may hold the units in other pieces than the hub.</summary>
    [Fact]
    public void Book_MoveInTheRegistrysOwnPieces_IsOneMove()
    {
        var ledger = Approved();
        var good = ledger.Applied(MovesOut);
        var block = good.Blocks[0];
        ReceiptBlock Piece(long first, long count) =>
            new(SerialRange.From(block.Units.First + first, count), block.Vintage, block.Account, SerialRange.From(block.RegistrySerials.First + first, count));

        Assert.Null(ledger.Book(good with { Blocks = [Piece(9, 1000), Piece(0, 9)] }));

        Assert.Equal(1009, Assert.Single(ledger.Issuance.Adjustments).Tonnes.Value);
    }

    [Fact]
    public void CheckContent_UnitsInTheReceiptOfAnAdjustment_IsRefused()
    {
        var ledger = Moved();
        var good = ledger.Applied(RecordId.Parse("TH.TH.3"));

        Assert.Null(ledger.WhyNot(good));
        Assert.Equal("receipt-mismatch", ledger.WhyNot(good with { Blocks = [new ReceiptBlock(new SerialRange(1, 9), new Vintage(2021), "TH-ITO", new SerialRange(1, 9))] })?.Code);
    }

    [Fact]
    public void CheckContent_NumbersTooLargeForTheIndex_IsRefused()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));
        var good = ledger.Applied(HostIssues);

        Assert.Equal("receipt-mismatch", ledger.WhyNot(good with { Blocks = [good.Blocks[0] with { RegistrySerials = SerialRange.From(SerialRange.LargestNumber, 1009) }] })?.Code);
    }

    private static Ledgers Approved()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));
        Assert.Null(ledger.Book(ledger.Applied(HostIssues)));
        Assert.Null(ledger.ApproveTransfer());
        return ledger;
    }

    private static Ledgers Moved()
    {
        var ledger = Approved();
        Assert.Null(ledger.Book(ledger.Applied(MovesOut)));
        Assert.Contains(ledger.Records, record => record.Id == JapanIssues);
        return ledger;
    }
}
