using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace JcmHub.Adapters.Tests.Issuance;

public sealed class LedgerCutsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task AtAsync_FromACheckpoint_IsTheStateOfTheWholeJournal()
    {
        var host = PartyId.Parse("CU");
        await Units.IssueAsync(NewLedger(), host, 60);
        var whole = await Cuts().AtAsync(host, 4, default);
        Assert.True(await Checkpoints().AddAsync(host, 2, Checkpoint.Write(await Cuts().AtAsync(host, 2, default)), default));

        var fromCheckpoint = await Cuts().AtAsync(host, 4, default);

        Assert.Equal(2, (await Checkpoint.ReadAsync(host, (await Checkpoints().FindAsync(host, 3, default))!, default)).Head.LastEntry);
        Assert.Equal(LedgerJson.Write(whole.Head), LedgerJson.Write(fromCheckpoint.Head));
        Assert.Equal(whole.Blocks.OrderBy(block => block.Units.First), fromCheckpoint.Blocks.OrderBy(block => block.Units.First));
        Assert.Equal(120, whole.Head.LastUnit);
    }

    [Fact]
    public async Task AddAsync_CheckpointThatIsThere_IsNeverReplaced()
    {
        var host = PartyId.Parse("CV");
        await Units.IssueAsync(NewLedger(), host, 1);
        var state = await Cuts().NowAsync(host, default);

        Assert.True(await Checkpoints().AddAsync(host, 2, Checkpoint.Write(state), default));
        Assert.False(await Checkpoints().AddAsync(host, 2, new MemoryStream([1]), default));
        Assert.Equal(2, (await Cuts().NowAsync(host, default)).Head.LastEntry);
    }

    [Fact]
    public async Task AtAsync_Instant_IsTheLastEntryNotLater()
    {
        var host = PartyId.Parse("CW");
        await Units.IssueAsync(NewLedger(), host, 60);
        var second = await NewLedger().View(host).EntryAsync(2, default);

        Assert.Equal(2, (await Cuts().AtAsync(host, second!.Time, default)).Head.LastEntry);
        Assert.Equal(0, (await Cuts().AtAsync(host, DateTimeOffset.UnixEpoch, default)).Head.LastEntry);
        Assert.Equal(4, (await Cuts().AtAsync(host, DateTimeOffset.MaxValue, default)).Head.LastEntry);
    }

    [Fact]
    public async Task AtAsync_EntryChangedInStorage_IsNotBelieved()
    {
        var host = PartyId.Parse("CX");
        await Units.IssueAsync(NewLedger(), host, 1);
        var rows = new TableLedgerRows(storage.Tables());
        var row = (await rows.FindAsync(host, LedgerKeys.Journal(1), default))!;
        var changed = System.Text.Encoding.UTF8.GetString(row.Body.Span).Replace("JP-GOV", "JP-GOX", StringComparison.Ordinal);
        await rows.CommitAsync(host, [RowWrite.Replace(row, row.Key, System.Text.Encoding.UTF8.GetBytes(changed))], default);

        await Assert.ThrowsAsync<InvalidDataException>(() => Cuts().NowAsync(host, default));
    }

    private BlobCheckpoints Checkpoints() => new(storage.Blobs());

    private LedgerCuts Cuts() => new(new TableLedgerRows(storage.Tables()), Checkpoints());

    private Ledger NewLedger()
    {
        var rows = new TableLedgerRows(storage.Tables());
        return new Ledger(rows, new Relay(rows, Mock.Of<IRecordQueue>(MockBehavior.Strict), new ExchangeSteps()), TestKeys.Hub, TimeProvider.System, NullLogger<Ledger>.Instance);
    }
}
