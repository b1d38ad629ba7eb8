using Azure.Core;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Issuance;

/// <summary>What the ledger promises (D4), on a real storage.</summary>
public sealed class LedgerTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly Author Somebody = new("test", "operator", null);

    [Theory]
    [InlineData(HttpPipelinePosition.PerRetry, "LA")]
    [InlineData(HttpPipelinePosition.PerCall, "LB")]
    public async Task Commit_AnswerLost_IsRecognisedAsDone(HttpPipelinePosition position, string party)
    {
        var host = PartyId.Parse(party);
        var lost = new LostAnswer();
        var decided = 0;
        var ledger = NewLedger(new TableLedgerRows(storage.Tables(lost, position)));

        var answer = await ledger.CommitAsync<string>(host, Somebody, (_, entry) =>
        {
            decided++;
            entry.Put(Block(host, entry.DrawApproved(100)));
            return Step("issue-1", "first", "issued");
        }, default);

        Assert.Equal(1, lost.Lost);
        Assert.Equal("issued", answer.Value);
        Assert.Equal(1, decided);
        Assert.Equal((1, 100), await HeadAsync(host));
    }

    [Fact]
    public async Task Commit_SameCommandAgain_IsNotDoneAgain()
    {
        var host = PartyId.Parse("LC");
        var ledger = NewLedger();
        for (var i = 0; i < 2; i++)
        {
            var answer = await ledger.CommitAsync<string>(host, Somebody, (_, entry) =>
            {
                entry.Put(Block(host, entry.DrawApproved(100)));
                return Step("issue-1", "first", "issued");
            }, default);
            Assert.Equal("issued", answer.Value);
        }

        Assert.Equal((1, 100), await HeadAsync(host));
    }

    [Fact]
    public async Task Commit_SameCommandWithOtherContent_IsRefused()
    {
        var host = PartyId.Parse("LD");
        await NewLedger().CommitAsync<string>(host, Somebody, (_, _) => Step("issue-1", "first", "issued"), default);

        var answer = await NewLedger().CommitAsync<string>(host, Somebody, (_, _) => Step("issue-1", "second", "issued"), default);

        Assert.Equal("command-reused", answer.Refusal?.Code);
        Assert.Equal((1, 0), await HeadAsync(host));
    }

    [Fact]
    public async Task Commit_ManyWritersAtOnce_DrawsEveryNumberOnceAndChainsTheJournal()
    {
        var host = PartyId.Parse("LE");
        const int writers = 6;
        const int commandsEach = 5;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var ledger = NewLedger();
            for (var i = 0; i < commandsEach; i++)
            {
                var command = $"issue-{writer}-{i}";
                var answer = await ledger.CommitAsync<string>(host, Somebody, (_, entry) =>
                {
                    var units = entry.DrawApproved(10);
                    entry.Put(Block(host, units));
                    entry.Note(units.ToString());
                    return Step(command, command, units.ToString());
                }, default);
                Assert.False(answer.IsRefused, answer.Refusal?.Detail);
            }
        }));

        Assert.Equal((writers * commandsEach, writers * commandsEach * 10), await HeadAsync(host));
        var facts = new HashSet<string>();
        using var journal = new MemoryStream();
        await foreach (var row in NewLedger().View(host).JournalAsync(1, long.MaxValue, default))
            facts.UnionWith(JournalLine.Read(row.Body).Facts);
        await ExportJournal.WriteAsync(new TableLedgerRows(storage.Tables()), host, null, TimeProvider.System, journal, default);

        Assert.Equal(writers * commandsEach, facts.Count);
        journal.Position = 0;
        var verdict = JournalVerification.Verify(journal, default);
        Assert.Null(verdict.Failure);
        Assert.Equal(writers * commandsEach, verdict.Entries);
    }

    /// <summary>Writers of one process once met at the head and tried again, up to giving up.</summary>
    [Fact]
    public async Task Commit_ManyWritersOfOneProcess_SendOneTransactionEach()
    {
        var host = PartyId.Parse("LH");
        var count = new Exchange.HttpPipelineCount();
        var ledger = NewLedger(new TableLedgerRows(storage.Tables(count)));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(writer => ledger.CommitAsync<string>(host, Somebody, (_, entry) =>
        {
            entry.Put(Block(host, entry.DrawApproved(10)));
            return Step($"issue-{writer}", "one", "issued");
        }, default)));

        Assert.Equal((20, 200), await HeadAsync(host));
        Assert.Equal(20, count.Requests.Count(request => request.Contains("$batch", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_AnotherWriterBetweenTwoReads_DecidesAnewInsteadOfFailingOrRefusing(bool fails)
    {
        var host = PartyId.Parse("LF");
        var ledger = NewLedger();
        var decided = 0;

        var answer = await ledger.CommitAsync<string>(host, Somebody, async (_, _) =>
        {
            if (++decided > 1)
                return await Step($"issue-{fails}", "first", "issued");
            await NewLedger().CommitAsync<string>(host, Somebody, (_, _) => Step($"other-{fails}", "other", "other"), default);
            return fails ? throw new KeyNotFoundException() : LedgerStep<string>.WithoutEntry(new Refusal(RefusalKind.Conflict, "torn", "torn", "torn"));
        }, default);

        Assert.Equal("issued", answer.Value);
        Assert.Equal(2, decided);
    }

    [Fact]
    public async Task Commit_DecisionFailsOnAQuietLedger_TheFaultIsTheCallers()
    {
        await Assert.ThrowsAsync<KeyNotFoundException>(() => NewLedger().CommitAsync<string>(
            PartyId.Parse("LG"), Somebody, (_, _) => throw new KeyNotFoundException(), default));
    }

    /// <summary>Units once got lost so without a word, and the whole journal with them.</summary>
    [Fact]
    public async Task Commit_EntryThatVerificationWouldRefuse_StoresNothing()
    {
        var host = PartyId.Parse("LI");
        await NewLedger().CommitAsync<string>(host, Somebody, (_, entry) =>
        {
            entry.Put(Block(host, entry.DrawApproved(100)));
            return Step("issue", "one", "issued");
        }, default);

        var losesUnits = await NewLedger().CommitAsync<string>(host, Somebody, (_, entry) =>
        {
            entry.DrawApproved(100);
            return Step("lose", "one", "lost");
        }, default);
        var skipsIssuance = await NewLedger().CommitAsync<string>(host, Somebody, async (view, entry) =>
        {
            var block = (await view.BlocksAsync(host, new SerialRange(1, 100), default)).Single();
            entry.Replace(block, block with { State = UnitState.Out });
            return await Step("leave", "one", "gone");
        }, default);

        Assert.Equal((RefusalKind.Fault, "entry-does-not-hold"), (losesUnits.Refusal!.Kind, losesUnits.Refusal.Code));
        Assert.Equal("entry-does-not-hold", skipsIssuance.Refusal?.Code);
        Assert.Equal((1, 100), await HeadAsync(host));
    }

    /// <summary>These commands announce no record, so the queue is never asked.</summary>
    private Ledger NewLedger(TableLedgerRows? rows = null)
    {
        rows ??= new TableLedgerRows(storage.Tables());
        return new Ledger(rows, new Relay(rows, Mock.Of<IRecordQueue>(MockBehavior.Strict), new ExchangeSteps()), RuleFiles.Rules, TestKeys.Hub, TimeProvider.System, NullLogger<Ledger>.Instance);
    }

    private async Task<(long Entries, long Units)> HeadAsync(PartyId host)
    {
        var head = await NewLedger().View(host).HeadAsync(default);
        return (head.LastEntry, head.LastUnit);
    }

    private static UnitBlock Block(PartyId host, SerialRange units) => new()
    {
        Registry = host,
        Units = units,
        Project = ProjectId.Parse("TH014"),
        Vintage = new Vintage(2021),
        Account = "TH-GOV",
        AccountType = AccountType.GovernmentHolding,
        Holder = "Thai side",
        Decision = "TH-TH014-2021",
        State = UnitState.Awaiting,
    };

    private static Task<LedgerStep<string>> Step(string command, string input, string answer) => Task.FromResult(new LedgerStep<string>
    {
        Answer = answer,
        CommandId = command,
        InputHash = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(input)),
    });
}
