using System.Text;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Tests.Issuance;

/// <summary>A journal in memory: entries as the hub writes them.</summary>
internal sealed class Journals
{
    public static readonly PartyId Thailand = PartyId.Parse("TH");
    private static readonly DateOnly Day = new(2025, 11, 11);

    private readonly List<byte[]> _lines = [];

    public LedgerHead Head { get; private set; } = LedgerHead.Empty;

    public IReadOnlyList<byte[]> Lines => _lines;

    /// <summary>Ten units notified for Thailand's registry, issued, approved for transfer and moved to Japan's.</summary>
    /// <param name="isTold">Whether Thailand's registry is told of the adjustment, by the record TH.TH.2.</param>
    public static Journals OfATransfer(bool isTold = false)
    {
        var journal = new Journals();
        var notified = Notified(new SerialRange(1, 10));
        journal.Write(entry =>
        {
            foreach (var side in Enum.GetValues<Side>())
                entry.Approve(new DecisionApproval(notified.Decision, "sha-256:1", side));
            entry.Put(notified with { Units = entry.DrawUnits(10) });
        });
        var live = notified with { Entry = 1, State = UnitState.Live, RegistrySerials = new SerialRange(101, 110) };
        journal.Write(entry => entry.Replace(notified with { Entry = 1 }, live));
        var leaving = live with { Entry = 2, State = UnitState.Leaving };
        journal.Write(entry =>
        {
            entry.Replace(live with { Entry = 2 }, leaving);
            entry.Announce(Thailand, RecordKind.InternationalTransfer, new InternationalTransferContent(
                RecordCause.Issuance(notified.Decision), notified.Decision, notified.Project, Day, PartyId.Japan, "TH-ITO", [leaving], null), [leaving.Units]);
        });
        journal.Write(entry =>
        {
            var gone = leaving with { State = UnitState.Out, Account = "TH-ITO", AccountType = AccountType.InternationalTransferOut, FirstTransferredOn = Day };
            entry.Replace(leaving with { Entry = 3 }, gone);
            entry.Put(gone with
            {
                Registry = PartyId.Japan,
                Account = "JP-GOV",
                AccountType = AccountType.GovernmentHolding,
                State = UnitState.Awaiting,
                RegistrySerials = null,
                LinkedSerials = gone.RegistrySerials,
            });
            var adjustment = new CorrespondingAdjustment(
                $"TH.2021.{entry.DrawAdjustment()}", Thailand, gone.Decision, gone.Project, gone.Vintage, new WholeTonnes(10), Day, "TH.TH.1", isTold ? "TH.TH.2" : null);
            entry.Put(adjustment);
            if (isTold)
                entry.Announce(Thailand, RecordKind.CorrespondingAdjustment, new CorrespondingAdjustmentContent(
                    gone.Decision, gone.Project, adjustment, new Authorization("THA-0001", "CA0004", "NDC and OIMP", new WholeTonnes(10), Day)), []);
        });
        return journal;
    }

    public static UnitBlock Notified(SerialRange units) => new()
    {
        Registry = Thailand,
        Units = units,
        Project = ProjectId.Parse("TH014"),
        Vintage = new Vintage(2021),
        Account = "TH-PENDING",
        AccountType = AccountType.Pending,
        Holder = "Government of \"Japan\" 日本国",
        Decision = "TH-TH014-2021",
        State = UnitState.Awaiting,
        Authorization = "THA-0001",
    };

    /// <summary>Writes an entry.</summary>
    public void Write(Action<LedgerEntry> step, Author? author = null)
    {
        var entry = new LedgerEntry(Thailand, Head, new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero));
        step(entry);
        var line = JournalLine.Write(new JournalEntry
        {
            Host = Thailand,
            Number = entry.Head.LastEntry,
            Time = entry.Time,
            Author = author ?? new Author("officer", "government", Thailand),
            Command = $"command-{entry.Head.LastEntry}",
            InputHash = "sha-256:0",
            Facts = [.. entry.Facts, "a fact"],
            Change = entry.Change(entry.Records.Select(record => new RecordDigest(record.Id, "sha-256:1"))),
            PreviousHash = Head.LastHash,
        });
        _lines.Add(line.Utf8.ToArray());
        Head = entry.Head with { LastHash = line.Hash };
    }

    /// <summary>Takes the adjustment out of the last entry, as a hub with a fault would have written it.</summary>
    public void Unadjust()
    {
        var entry = JournalLine.Read(_lines[^1]);
        var line = JournalLine.Write(entry with { Change = entry.Change with { Adjustments = [] } });
        _lines[^1] = line.Utf8.ToArray();
        Head = Head with { LastHash = line.Hash, LastAdjustment = 0 };
    }

    /// <summary>The journal with the text of one entry changed and every hash from there on made good again: what a forger would do.</summary>
    public JournalVerdict VerifyForged(int number, string before, string after)
    {
        var lines = new List<byte[]>();
        string? lastHash = null;
        for (var i = 0; i < _lines.Count; i++)
        {
            var entry = Encoding.UTF8.GetString(_lines[i])["{\"entry\":".Length..^"\",\"hash\":\"sha-256:0000000000000000000000000000000000000000000000000000000000000000\"".Length];
            if (i == number - 1)
            {
                Assert.Contains(before, entry, StringComparison.Ordinal);
                entry = entry.Replace(before, after, StringComparison.Ordinal);
            }

            if (lastHash is not null && i >= number)
                entry = System.Text.RegularExpressions.Regex.Replace(entry, "\"previousHash\":\"[^\"]*\"", $"\"previousHash\":\"{lastHash}\"");
            lastHash = ContentHash.Of(Encoding.UTF8.GetBytes(entry));
            lines.Add(Encoding.UTF8.GetBytes($"{{\"entry\":{entry},\"hash\":\"{lastHash}\"}}"));
        }

        return Verify([.. lines, Closing(new JournalHead(lines.Count, lastHash!))]);
    }

    /// <summary>The lines and the statement of their end, unsigned.</summary>
    public IReadOnlyList<byte[]> Exported => [.. _lines, Closing(new JournalHead(Head.LastEntry, Head.LastHash))];

    public JournalVerdict Verify() => Verify(Exported);

    private static byte[] Closing(JournalHead head) => new JournalClosing(Thailand, head, DateTimeOffset.UnixEpoch, null).WriteAsync(null, default).GetAwaiter().GetResult();

    public static JournalVerdict Verify(IEnumerable<byte[]> lines)
    {
        using var journal = new MemoryStream();
        foreach (var line in lines)
        {
            journal.Write(line);
            journal.WriteByte((byte)'\n');
        }

        journal.Position = 0;
        return JournalVerification.Verify(journal, default);
    }
}
