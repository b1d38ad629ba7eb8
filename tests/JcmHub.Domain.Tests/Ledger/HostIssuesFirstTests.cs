using CsCheck;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class HostIssuesFirstTests
{
    private static readonly RecordId HostIssues = RecordId.Parse("TH.TH.1");
    private static readonly RecordId MovesOut = RecordId.Parse("TH.TH.2");
    private static readonly RecordId JapanIssues = RecordId.Parse("TH.JP.1");

    [Fact]
    public void Notify_Th014_AsksTheHostForAllAndJapanForNothing()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));

        Assert.Equal((HostIssues, 2017), (ledger.Records.Single().Id, ledger.Records.Single().Content.Tonnes));
        Assert.All(ledger.Blocks, block => Assert.Equal(UnitState.Awaiting, block.State));
    }

    [Fact]
    public void ApproveTransfer_BeforeTheHostIssued_IsRefused()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));

        Assert.Equal("transfer-not-issued", ledger.ApproveTransfer());
        Assert.Single(ledger.Records);
    }

    [Fact]
    public void Book_MoveOut_ObligesTheAdjustmentAndOnlyThenAsksJapan()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));
        Assert.Null(ledger.Book(ledger.Applied(HostIssues)));
        Assert.Null(ledger.ApproveTransfer());
        Assert.DoesNotContain(ledger.Records, record => record.Id.Destination == PartyId.Japan);
        Assert.Empty(ledger.Issuance.Adjustments);

        Assert.Null(ledger.Book(ledger.Applied(MovesOut)));

        Assert.Equal(1009, Assert.Single(ledger.Issuance.Adjustments).Tonnes.Value);
        var japan = Assert.Single(ledger.Blocks, block => block.Registry == PartyId.Japan);
        Assert.Equal((1009, "JP-GOV"), (japan.Units.Count, japan.Account));
        Assert.Equal(UnitState.Awaiting, japan.State);
    }

    [Fact]
    public void Book_MoveOutWithoutAuthorisation_ObligesNothing()
    {
        var ledger = Ledgers.Notified(authorised: false, (2021, 1009, 1008));
        ledger.Book(ledger.Applied(HostIssues));
        ledger.ApproveTransfer();

        ledger.Book(ledger.Applied(MovesOut));

        Assert.Empty(ledger.Issuance.Adjustments);
        Assert.Equal(1009, ledger.Blocks.Where(block => block.Registry == PartyId.Japan).Sum(block => block.Units.Count));
    }

    [Fact]
    public void Book_LinkedIssuance_KeepsTheHostsNumbers()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));
        ledger.Book(ledger.Applied(HostIssues));
        ledger.ApproveTransfer();
        ledger.Book(ledger.Applied(MovesOut));
        ledger.Book(ledger.Applied(JapanIssues));

        var host = ledger.Blocks.Single(block => block.State == UnitState.Out);
        var japan = ledger.Blocks.Single(block => block.Registry == PartyId.Japan);
        Assert.Equal(host.RegistrySerials, japan.LinkedSerials);
        Assert.Equal(host.Units, japan.Units);
        Assert.Equal(new DateOnly(2025, 11, 11), japan.FirstTransferredOn);
    }

    [Theory]
    [InlineData("vintage")]
    [InlineData("units")]
    [InlineData("account")]
    [InlineData("numbers")]
    [InlineData("twice")]
    public void Book_ReceiptOfOtherUnits_IsRefusedAndChangesNothing(string fault)
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));
        var good = ledger.Applied(HostIssues);
        var block = good.Blocks[0];
        ReceiptBlock[] blocks = fault switch
        {
            "vintage" => [block with { Vintage = new Vintage(2022) }],
            "units" => [block with { Units = new SerialRange(1, 1010) }],
            "account" => [block with { Account = "TH-GOV" }],
            "numbers" => [block with { RegistrySerials = new SerialRange(1, 1008) }],
            _ => [block, block],
        };
        var before = ledger.Blocks;

        Assert.Equal("receipt-mismatch", ledger.Book(good with { Blocks = blocks }));
        Assert.Equal(before, ledger.Blocks);
        Assert.Equal(RecordState.Recorded, ledger.Issuance.Records[0].State);
    }

    [Fact]
    public void Book_Refusal_HoldsTheUnitsAndAnnouncesNothing()
    {
        var ledger = Ledgers.Notified(authorised: true, (2021, 1009, 1008));

        Assert.Null(ledger.Book(new Receipt(HostIssues, "sha-256:1", IsApplied: false, new DateOnly(2025, 11, 11)) { Codes = ["account-unknown"] }));

        Assert.Equal(RecordState.Refused, ledger.Issuance.Records[0].State);
        Assert.Single(ledger.Records);
        Assert.All(ledger.Blocks, block => Assert.Equal(UnitState.Awaiting, block.State));
    }

    [Fact]
    public void TheWholeWay_AnyAmounts_ConservesTonnesAndKeepsEachLiveOnce() =>
        Gen.Select(
            Gen.Select(Gen.Long[1, 5000], Gen.Long[1, 5000]).Array[1, 4],
            Gen.Long[1, 6000],
            Gen.Bool)
        .Sample((amounts, most, authorised) =>
        {
            var ledger = Ledgers.Notified(authorised, [.. amounts.Select((amount, i) => (2021 + i, amount.Item1, amount.Item2))]);
            var notified = amounts.Sum(amount => amount.Item1 + amount.Item2);
            Check(ledger, notified);
            ledger.Book(ledger.Applied(HostIssues, most));
            Check(ledger, notified);
            ledger.ApproveTransfer();
            Check(ledger, notified);
            for (var next = 1; next < ledger.Records.Count; next++)
            {
                Assert.Null(ledger.Book(ledger.Applied(ledger.Records[next].Id)));
                Check(ledger, notified);
            }

            var transferred = ledger.Blocks.Where(block => block.State == UnitState.Out).Sum(block => block.Units.Count);
            Assert.Equal(amounts.Sum(amount => Math.Min(most, amount.Item1)), transferred);
            Assert.Equal(transferred, ledger.Blocks.Where(block => block.Registry == PartyId.Japan && block.IsLive).Sum(block => block.Units.Count));
            Assert.Equal(authorised ? transferred : 0, ledger.Issuance.Adjustments.Sum(adjustment => adjustment.Tonnes.Value));
        }, iter: 200);

    /// <summary>The host's blocks hold every notified tonne exactly once; no tonne is live in two registries.</summary>
    private static void Check(Ledgers ledger, long notified)
    {
        var host = ledger.Blocks.Where(block => block.Registry == Ledgers.Thailand).OrderBy(block => block.Units.First).ToArray();
        long next = 1;
        foreach (var block in host)
        {
            Assert.Equal(next, block.Units.First);
            next = block.Units.Last + 1;
        }

        Assert.Equal(notified, next - 1);
        var live = ledger.Blocks.Where(block => block.IsLive).ToArray();
        foreach (var japan in live.Where(block => block.Registry == PartyId.Japan))
            Assert.DoesNotContain(live, block => block.Registry != PartyId.Japan && block.Units.Overlaps(japan.Units));
    }
}
