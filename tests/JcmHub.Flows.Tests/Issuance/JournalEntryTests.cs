using System.Text;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Tests.Issuance;

public sealed class JournalEntryTests
{
    private static readonly PartyId Thailand = PartyId.Parse("TH");

    [Fact]
    public void Create_Entry_BearsTheHashOfTheOneBefore()
    {
        var first = Entry(LedgerHead.Empty, 1);
        var second = Entry(new LedgerHead { LastEntry = 1, LastHash = first.Hash, LastTime = first.Time }, 2);

        Assert.Equal(string.Empty, first.PreviousHash);
        Assert.Equal(first.Hash, second.PreviousHash);
        Assert.Equal(2, second.Number);
    }

    [Fact]
    public void ComputeHash_EntryThatWasStoredAndRead_IsTheSame()
    {
        var entry = Entry(LedgerHead.Empty, 7);
        var read = LedgerJson.Read<JournalEntry>(LedgerJson.Write(entry));

        Assert.Equal(entry.Hash, read.ComputeHash());
    }

    [Theory]
    [InlineData("\"facts\":[\"a fact\"]", "\"facts\":[\"another fact\"]")]
    [InlineData("\"units\":\"1-7\"", "\"units\":\"1-8\"")]
    [InlineData("\"command\":\"test\"", "\"command\":\"tent\"")]
    public void ComputeHash_EntryThatWasChanged_Differs(string before, string after)
    {
        var text = Encoding.UTF8.GetString(LedgerJson.Write(Entry(LedgerHead.Empty, 7)));
        Assert.Contains(before, text, StringComparison.Ordinal);

        var changed = LedgerJson.Read<JournalEntry>(Encoding.UTF8.GetBytes(text.Replace(before, after, StringComparison.Ordinal)));

        Assert.NotEqual(changed.Hash, changed.ComputeHash());
    }

    [Fact]
    public void Entry_ClockThatWentBack_KeepsTheTimeOfTheHead()
    {
        var head = LedgerHead.Empty with { LastTime = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero) };

        var entry = new LedgerEntry(Thailand, head, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(head.LastTime, entry.Time);
    }

    private static JournalEntry Entry(LedgerHead head, long units)
    {
        var entry = new LedgerEntry(Thailand, head, new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero));
        entry.Put(new UnitBlock
        {
            Registry = Thailand,
            Units = new SerialRange(1, units),
            Project = ProjectId.Parse("TH014"),
            Vintage = new Vintage(2021),
            Account = "TH-GOV",
            AccountType = AccountType.GovernmentHolding,
            Holder = "Thai side",
            Decision = "TH-TH014-2021",
            State = UnitState.Awaiting,
        });
        entry.Note("a fact");
        return JournalEntry.Create(head, entry, "test", "sha-256:0", []);
    }
}
