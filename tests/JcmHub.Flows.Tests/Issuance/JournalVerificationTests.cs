using System.Text;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Tests.Issuance;

public sealed class JournalVerificationTests
{
    [Fact]
    public void Verify_JournalOfATransfer_HoldsAndGivesTheState()
    {
        var verdict = Journals.OfATransfer().Verify();

        Assert.Null(verdict.Failure);
        Assert.Equal(4, verdict.Entries);
        var japan = Assert.Single(verdict.State!.Blocks, block => block.Registry.Code == "JP");
        Assert.Equal(new SerialRange(101, 110), japan.LinkedSerials);
        Assert.Equal("Government of \"Japan\" 日本国", japan.Holder);
        Assert.Equal(10, Assert.Single(verdict.State.Adjustments).Tonnes.Value);
    }

    [Fact]
    public void Verify_AnyByteChanged_NamesThatEntry()
    {
        var journal = Journals.OfATransfer();
        for (var number = 1; number <= journal.Lines.Count; number++)
        {
            for (var at = 0; at < journal.Lines[number - 1].Length; at += 7)
            {
                var lines = journal.Lines.Select(line => (byte[])[.. line]).ToArray();
                lines[number - 1][at] ^= 1;

                var verdict = Journals.Verify(lines);

                Assert.NotNull(verdict.Failure);
                Assert.Equal(number, verdict.FailedLine);
            }
        }
    }

    [Fact]
    public void Verify_EntryLeftOut_IsFoundAtTheNext()
    {
        var lines = Journals.OfATransfer().Lines.Where((_, i) => i != 1);

        var verdict = Journals.Verify(lines);

        Assert.Equal(("journal-number", 3L, "command-3"), (verdict.Failure!.Code, verdict.FailedEntry, verdict.FailedCommand));
    }

    [Fact]
    public void Verify_LineCutOff_IsUnreadable()
    {
        var lines = Journals.OfATransfer().Lines.ToArray();
        lines[3] = lines[3][..^100];

        Assert.Equal("journal-unreadable", Journals.Verify(lines).Failure!.Code);
    }

    [Theory]
    [InlineData(1, "\"units\":\"1-10\"", "\"units\":\"1-9\"", "journal-units")]
    [InlineData(1, "\"drawn\":\"1-10\",", "", "journal-live-twice")]
    [InlineData(1, "\"drawn\":\"1-10\"", "\"drawn\":\"2-11\"", "journal-drawn")]
    [InlineData(1, "\"state\":\"awaiting\"", "\"state\":\"live\"", "journal-state")]
    [InlineData(1, "\"state\":\"awaiting\"", "\"state\":\"lapsed\"", "journal-state")]
    [InlineData(2, "\"state\":\"live\"", "\"state\":\"lapsed\"", "journal-state")]
    [InlineData(4, "\"replaced\":[\"TH.10.3\"]", "\"replaced\":[\"TH.10.3\"],\"voided\":[{\"digest\":\"sha-256:2\",\"id\":\"TH.TH.2\"}]", "journal-record")]
    [InlineData(4, "\"replaced\":[\"TH.10.3\"]", "\"replaced\":[\"TH.10.3\"],\"voided\":[{\"digest\":\"sha-256:2\",\"id\":\"TH.TH.1\"},{\"digest\":\"sha-256:2\",\"id\":\"TH.TH.1\"}]", "journal-record")]
    [InlineData(2, "\"registrySerials\":\"101-110\"", "\"registrySerials\":\"101-109\"", "journal-serials")]
    [InlineData(2, "\"units\":\"1-10\"", "\"units\":\"11-20\"", "journal-units")]
    [InlineData(2, "\"replaced\":[\"TH.10.1\"]", "\"replaced\":[\"TH.9.1\"]", "journal-block")]
    [InlineData(2, "\"vintage\":\"2021\"", "\"vintage\":\"2022\"", "journal-identity")]
    [InlineData(2, "\"project\":\"TH014\"", "\"project\":\"TH015\"", "journal-identity")]
    [InlineData(2, "\"account\":\"TH-PENDING\"", "\"account\":\"TH-GOV\"", "journal-state")]
    [InlineData(3, "\"registrySerials\":\"101-110\"", "\"registrySerials\":\"201-210\"", "journal-serials")]
    [InlineData(3, "\"time\":\"2025-11-01", "\"time\":\"2025-10-01", "journal-time")]
    [InlineData(3, "\"host\":\"TH\"", "\"host\":\"MN\"", "journal-host")]
    [InlineData(4, "\"linkedSerials\":\"101-110\"", "\"linkedSerials\":\"102-111\"", "journal-identity")]
    [InlineData(4, "\"tonnes\":\"10\"", "\"tonnes\":\"9\"", "journal-adjustment")]
    [InlineData(4, "\"id\":\"TH.2021.1\"", "\"id\":\"TH.2021.2\"", "journal-adjustment")]
    [InlineData(4, "\"state\":\"out\"", "\"state\":\"live\"", "journal-state")]
    [InlineData(4, "\"account\":\"JP-GOV\"", "\"colour\":\"red\",\"account\":\"JP-GOV\"", "journal-unreadable")]
    [InlineData(1, "\"side\":\"japan\"", "\"side\":\"partner\"", "journal-approval")]
    [InlineData(1, "\"approvals\":[{", "\"approvals\":[{\"content\":\"sha-256:2\",\"decision\":\"TH-OTHER\",\"side\":\"japan\"},{", null)]
    [InlineData(2, "\"state\":\"live\"", "\"state\":\"live\",\"state\":\"live\"", "journal-unreadable")]
    [InlineData(2, "\"part\":0", "\"part\":0,\"part\":0", "journal-unreadable")]
    [InlineData(2, "\"subject\":\"officer\"", "\"subject\":\"officer\",\"subject\":\"another\"", "journal-unreadable")]
    [InlineData(2, "\"records\":[]", "\"records\":[],\"records\":[]", "journal-unreadable")]
    [InlineData(4, "\"tonnes\":\"10\"", "\"tonnes\":\"10\",\"tonnes\":\"10\"", "journal-unreadable")]
    public void Verify_ForgedWithGoodHashes_IsFoundByItsContent(int number, string before, string after, string? code)
    {
        var verdict = Journals.OfATransfer().VerifyForged(number, before, after);

        Assert.Equal((code, code is null ? null : (long?)number), (verdict.Failure?.Code, verdict.FailedLine));
    }

    [Fact]
    public void Verify_RegistryNumberGivenTwice_Fails()
    {
        var journal = Journals.OfATransfer();
        var notified = Journals.Notified(new SerialRange(11, 12));
        journal.Write(entry => entry.Put(notified with { Units = entry.DrawUnits(2) }));
        journal.Write(entry => entry.Replace(
            notified with { Entry = 5 }, notified with { State = UnitState.Live, RegistrySerials = new SerialRange(110, 111) }));

        Assert.Equal("journal-serials", journal.Verify().Failure?.Code);
    }

    [Fact]
    public void Read_StoredLine_GivesTheEntryBack()
    {
        var line = Journals.OfATransfer().Lines[3];

        var entry = JournalLine.Read(line);

        Assert.Equal(("command-4", 4L, "officer"), (entry.Command, entry.Number, entry.Author.Subject));
        Assert.Equal(line, JournalLine.Write(entry).Utf8.ToArray());
    }

    [Fact]
    public void Entry_ClockThatWentBack_KeepsTheTimeOfTheHead()
    {
        var head = LedgerHead.Empty with { LastTime = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero) };

        var entry = new LedgerEntry(Journals.Thailand, head, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(head.LastTime, entry.Time);
    }

    [Fact]
    public void Verify_NothingAtAll_HoldsWithoutAState()
    {
        var verdict = Journals.Verify([]);

        Assert.True(verdict.Holds);
        Assert.Null(verdict.State);
    }

    [Fact]
    public void Verify_LastLineWithoutItsEnd_IsReadAllTheSame()
    {
        var text = string.Join('\n', Journals.OfATransfer().Exported.Select(line => Encoding.UTF8.GetString(line)));

        var verdict = JournalVerification.Verify(new MemoryStream(Encoding.UTF8.GetBytes(text)), default);

        Assert.Equal(4, verdict.Entries);
        Assert.True(verdict.Holds);
    }

    [Fact]
    public void Verify_WithoutItsClosing_IsCutShort()
    {
        var verdict = Journals.Verify(Journals.OfATransfer().Lines);

        Assert.Equal(("journal-cut-short", 4L, 5L, null), (verdict.Failure?.Code, verdict.Entries, verdict.FailedLine, verdict.FailedEntry));
    }
}
