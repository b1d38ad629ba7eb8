using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Flows.Tests.Issuance;

/// <summary>A journal with an entry that a fault of the hub's broke, and its repair.</summary>
public sealed class JournalRepairTests
{
    private static readonly DateOnly Day = new(2025, 11, 11);
    private static readonly Author Thai = new("operator of Thailand", "operator", Journals.Thailand);
    private static readonly Author Japanese = new("operator of Japan", "operator", PartyId.Japan);
    private static readonly CorrespondingAdjustment Obliged = new(
        "TH.2021.1", Journals.Thailand, "TH-TH014-2021", ProjectId.Parse("TH014"), new Vintage(2021), new WholeTonnes(10), Day, "TH.TH.1", "TH.TH.2");

    [Fact]
    public void Verify_ChangedAdjustment_HoldsOnceOperatorsOfBothSidesHaveRepairedIt()
    {
        var journal = Broken();
        var repair = Repair(journal, Obliged with { ReceiptedOn = Day });
        Fails(journal);

        Approve(journal, repair, Thai);
        Fails(journal);
        Approve(journal, repair, Japanese);
        journal.Write(entry => entry.Put(Obliged with { ReceiptedOn = Day, ReportedOn = new DateOnly(2026, 1, 1) }));

        var verdict = journal.Verify();
        Assert.Null(verdict.Failure);
        Assert.Equal(9, verdict.Entries);
        var repaired = Assert.Single(verdict.Repaired);
        Assert.Equal((5, repair.Hash, "journal-adjustment", 8), (repaired.Entry.Number, repaired.Entry.Hash, repaired.Entry.Failure.Code, repaired.By));
        Assert.Equal([Thai.Subject, Japanese.Subject], repaired.Approvals.Select(approval => approval.ApprovedBy));
        Assert.Equal("TH.TH.2", Assert.Single(verdict.State!.Adjustments).Record);
    }

    /// <summary>What would make, move or forget tonnes or facts, or is not both sides' word on the same content, repairs nothing.</summary>
    [Fact]
    public void Verify_ARepairThatIsNone_LeavesTheEntryBroken()
    {
        var right = Repair(Broken(), Obliged with { ReceiptedOn = Day });
        foreach (var (first, second, by) in new (EntryRepair, EntryRepair, Author)[]
        {
            (right, right, Thai),
            (right, right, Japanese with { Subject = Thai.Subject }),
            (right, right with { ContentHash = "sha-256:other" }, Japanese),
            (right, Of(right, Obliged), Japanese),
            Both(right with { Hash = "sha-256:other" }),
            Both(right with { Code = "journal-units" }),
            Both(right with { Entry = 6 }),
            Both(right with { Entry = 4 }),
            Both(right with { Adjustments = [] }),
            Both(Of(right, Obliged with { Tonnes = new WholeTonnes(9) })),
            Both(Of(right, Obliged with { Vintage = new Vintage(2022) })),
            Both(Of(right, Obliged with { Decision = "TH-OTHER" })),
            Both(Of(right, Obliged with { Party = PartyId.Japan })),
            Both(Of(right, Obliged with { Record = "TH.TH.9" })),
            Both(Of(right, Obliged with { Record = null })),
            Both(Of(right, Obliged with { ReceiptedOn = new DateOnly(2025, 12, 1) })),
            Both(Of(right, Obliged with { ReportedOn = Day })),
            Both(right with { Adjustments = [Obliged, Obliged] }),
            Both(right with { Adjustments = [Obliged, Obliged with { Id = "TH.2021.2" }] }),
        })
        {
            var journal = Broken();
            Approve(journal, first, Thai);
            Approve(journal, second with { Side = by.Party == PartyId.Japan ? Side.Japan : Side.Partner }, by);
            Fails(journal);
        }
    }

    [Fact]
    public void Verify_ApprovalByAnotherThanTheAuthor_CannotBeRead()
    {
        foreach (var author in new[] { Japanese with { Role = "government" }, Thai, Japanese with { Subject = "somebody" } })
        {
            var journal = Broken();
            var repair = Repair(journal, Obliged with { ReceiptedOn = Day });
            Approve(journal, repair, Thai);
            journal.Write(entry => entry.Approve(repair with { Side = Side.Japan, ApprovedBy = Japanese.Subject }, new LedgerState(Journals.Thailand)), author);
            Fails(journal);
        }
    }

    /// <summary>Repaired or not, what was written stays written: a changed byte is found, and a broken chain has no repair.</summary>
    [Fact]
    public void Verify_RepairedJournalThatWasChanged_Fails()
    {
        var journal = Repaired();
        var lines = journal.Exported.Select(line => (byte[])[.. line]).ToArray();
        lines[4][60] ^= 1;

        Assert.Equal("journal-hash", Journals.Verify(lines).Failure?.Code);
        Assert.Equal("journal-adjustment", journal.VerifyForged(5, "\"record\":\"TH.TH.1\"", "\"record\":null").Failure?.Code);
        Assert.Equal("journal-adjustment", journal.VerifyForged(8, "\"approvedBy\":\"operator of Japan\"", "\"approvedBy\":\"operator of Thailand\"").Failure?.Code);
    }

    /// <summary>A first transfer without its adjustment: exactly its tonnes repair it, no tonne more or less.</summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    [InlineData(11, false)]
    public void Verify_FirstTransferWithoutAdjustment_IsRepairedByItsTonnes(long tonnes, bool holds)
    {
        var journal = Journals.OfATransfer();
        journal.Unadjust();
        Assert.Equal(("journal-adjustment", 4L), (journal.Verify().Failure?.Code, journal.Verify().FailedEntry));
        var repair = Repair(journal, Obliged with { Record = null, Tonnes = new WholeTonnes(tonnes) });
        Approve(journal, repair, Japanese);
        Approve(journal, repair, Thai);

        Assert.Equal(holds, journal.Verify().Holds);
    }

    /// <summary>Ten tonnes first transferred, and then the adjustment's record changed to an earlier one, which no rule allows; its receipt came after.</summary>
    private static Journals Broken()
    {
        var journal = Journals.OfATransfer(isTold: true);
        journal.Write(entry => entry.Put(Obliged with { Record = "TH.TH.1" }));
        journal.Write(entry => entry.Put(Obliged with { Record = "TH.TH.1", ReceiptedOn = Day }));
        return journal;
    }

    private static Journals Repaired()
    {
        var journal = Broken();
        var repair = Repair(journal, Obliged with { ReceiptedOn = Day });
        Approve(journal, repair, Thai);
        Approve(journal, repair, Japanese);
        Assert.True(journal.Verify().Holds);
        return journal;
    }

    private static EntryRepair Repair(Journals journal, params CorrespondingAdjustment[] adjustments)
    {
        var verdict = journal.Verify();
        return new EntryRepair
        {
            Entry = verdict.FailedEntry!.Value, Hash = verdict.FailedHash!, Code = verdict.Failure!.Code, ContentHash = "sha-256:content", Adjustments = adjustments,
            Side = Side.Partner, ApprovedBy = Thai.Subject,
        };
    }

    private static EntryRepair Of(EntryRepair repair, CorrespondingAdjustment adjustment) => repair with { Adjustments = [adjustment] };

    private static (EntryRepair, EntryRepair, Author) Both(EntryRepair repair) => (repair, repair, Japanese);

    private static void Approve(Journals journal, EntryRepair repair, Author by) => journal.Write(entry => entry.Approve(
        repair with { Side = by.Party == PartyId.Japan ? Side.Japan : Side.Partner, ApprovedBy = by.Subject }, new LedgerState(Journals.Thailand)), by);

    private static void Fails(Journals journal)
    {
        var verdict = journal.Verify();
        Assert.Equal(("journal-adjustment", 5L), (verdict.Failure?.Code, verdict.FailedEntry));
        Assert.Null(verdict.State);
    }
}
