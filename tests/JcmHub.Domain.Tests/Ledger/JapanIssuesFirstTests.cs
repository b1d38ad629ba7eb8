using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Tests.Ledger;

public sealed class JapanIssuesFirstTests
{
    private static readonly RecordId JapanIssues = RecordId.Parse("TH.JP.1");

    [Fact]
    public void Notify_PartnerWithoutARegistry_AsksJapanAloneAndKeepsThePartnersAmountNotified()
    {
        var ledger = Mv002(RegistryKind.None);

        Assert.Equal((JapanIssues, 433), (ledger.Records.Single().Id, ledger.Records.Single().Content.Tonnes));
        Assert.Equal(317, ledger.Blocks.Where(block => block.Registry == Ledgers.Thailand).Sum(block => block.Units.Count));
    }

    [Fact]
    public void Book_JapansIssuance_IsTheFirstTransferPerVintage()
    {
        var ledger = Mv002(RegistryKind.None);

        Assert.Null(ledger.Book(ledger.Applied(JapanIssues)));

        Assert.Equal([(2021, 39), (2022, 394)], ledger.Issuance.Adjustments.Select(adjustment => (adjustment.Vintage.Year, adjustment.Tonnes.Value)));
        Assert.All(ledger.Issuance.Adjustments, adjustment => Assert.Null(adjustment.Record));
        Assert.Equal(433, ledger.Blocks.Where(block => block.IsLive).Sum(block => block.Units.Count));
        Assert.All(ledger.Blocks.Where(block => !block.IsLive), block => Assert.Equal(UnitState.Awaiting, block.State));
    }

    /// <summary>The worst that a receipt can bring: each block of another year, issued short, adjusted, and numbered apart.</summary>
    [Fact]
    public void Book_EveryYearIssuedShort_FitsOneTransaction()
    {
        var host = new Party(Ledgers.Thailand, "A host with a registry") { Registries = [Ledgers.Rule(RegistryKind.Transactional)] };
        var ledger = Ledgers.Notified(IssuanceFlow.B, host, authorised: true, [.. Enumerable.Range(2021, Issuance.MostBlocksOfARecord).Select(year => (year, 2L, 2L))]);
        var rows = 0;

        ledger.Write(entry =>
        {
            var booked = ledger.Booked(ledger.Applied(JapanIssues, most: 1), entry);
            rows = entry.BlockRows + entry.Numbered.Count + entry.Adjustments.Count + entry.Records.Count;
            return booked;
        });

        // Beside these, at most ten: head, command, journal, cursor, outbox, receipt, issuance, and what a market is told.
        Assert.Equal(5 * Issuance.MostBlocksOfARecord, rows);
        Assert.InRange(rows, 1, 80);
    }

    [Fact]
    public void Book_PartnersIssuance_ObligesNothing()
    {
        var ledger = Mv002(RegistryKind.Transactional);

        Assert.Null(ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.1"))));

        Assert.Empty(ledger.Issuance.Adjustments);
        Assert.Equal(317, ledger.Blocks.Where(block => block.IsLive).Sum(block => block.Units.Count));
    }

    [Fact]
    public void ApproveTransfer_InThisFlow_HasNothingToMove()
    {
        var ledger = Mv002(RegistryKind.Transactional);
        ledger.Book(ledger.Applied(RecordId.Parse("TH.TH.1")));

        Assert.Equal("transfer-nothing", ledger.ApproveTransfer());
    }

    private static Ledgers Mv002(RegistryKind registry) => Ledgers.Notified(
        IssuanceFlow.B, new Party(Ledgers.Thailand, "A host without a registry") { Registries = [Ledgers.Rule(registry)] }, authorised: true,
        (2021, 39, 29), (2022, 394, 288));
}
