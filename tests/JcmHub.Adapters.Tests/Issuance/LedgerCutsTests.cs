using JcmHub.Adapters.Blobs;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Operations;
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
        await KeepAsync(host, 2);
        await Units.IssueAsync(NewLedger(), host, 1, "more");
        // What lies before the checkpoint is not read any more.
        await ChangeAsync(host, 1);

        var fromCheckpoint = await Cuts().AtAsync(host, 7, default);

        Assert.Equal(122, fromCheckpoint.Head.LastUnit);
        Assert.Equal(whole.Blocks.OrderBy(block => block.Units.First), fromCheckpoint.Blocks.OrderBy(block => block.Units.First).SkipLast(1));
        // Before the entry that binds it, it is no part of the chain.
        await Assert.ThrowsAsync<InvalidDataException>(() => Cuts().AtAsync(host, 4, default));
    }

    [Fact]
    public async Task AtAsync_CheckpointTamperedWith_IsPassedOverAndTheJournalReadInstead()
    {
        var host = PartyId.Parse("CV");
        await Units.IssueAsync(NewLedger(), host, 3);
        await KeepAsync(host, 2);
        var blob = storage.Blobs().GetBlobContainerClient(BlobCheckpoints.Container).GetBlobClient("CV/000000000000002.ndjson.gz");
        var forged = Checkpoint.Write(await ForgedAsync(host));
        await blob.UploadAsync(forged, overwrite: true);

        var state = await Cuts().NowAsync(host, default);

        Assert.Equal((3L, 6L), (state.Head.LastEntry, state.Blocks.Sum(block => block.Units.Count)));
        Assert.All(state.Blocks, block => Assert.Equal("JP-GOV", block.Account));

        // Bytes that are no checkpoint at all are passed over in the same way.
        await blob.UploadAsync(new MemoryStream([1, 2, 3]), overwrite: true);
        Assert.Equal(6, (await Cuts().NowAsync(host, default)).Head.LastUnit);
    }

    [Fact]
    public async Task AtAsync_CheckpointThatNoEntryBinds_CountsForNothing()
    {
        var host = PartyId.Parse("CY");
        await Units.IssueAsync(NewLedger(), host, 3);
        Assert.True(await Checkpoints().AddAsync(host, 2, Checkpoint.Write(await ForgedAsync(host)), default));
        Assert.False(await Checkpoints().AddAsync(host, 2, new MemoryStream([1]), default));

        Assert.All((await Cuts().NowAsync(host, default)).Blocks, block => Assert.Equal("JP-GOV", block.Account));
    }

    /// <summary>The nightly run keeps one where enough was written, and only then, and the next cut reads it.</summary>
    [Fact]
    public async Task RunAsync_EnoughWritten_KeepsAndBindsOne()
    {
        var host = PartyId.Parse("CZ");
        var keep = new KeepCheckpoints(RuleBookFiles.Load(Path.Combine(Local.Stack.Checkout.Root(AppContext.BaseDirectory), "schemas")), NewLedger(), Cuts());
        await Units.IssueAsync(NewLedger(), host, 1);
        await keep.RunAsync(host, default);
        Assert.Equal(2, (await Cuts().NowAsync(host, default)).Head.LastEntry);
        for (var i = 0; i < 498; i++)
            await Units.CommitAsync(NewLedger(), host, $"nothing-{i}", (_, _) => Task.CompletedTask);

        await keep.RunAsync(host, default);
        await keep.RunAsync(host, default);

        Assert.Equal(501, (await NewLedger().View(host).HeadAsync(default)).LastEntry);
        await ChangeAsync(host, 1);
        Assert.Equal(2, (await Cuts().NowAsync(host, default)).Head.LastUnit);
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
        await ChangeAsync(host, 1);

        await Assert.ThrowsAsync<InvalidDataException>(() => Cuts().NowAsync(host, default));
    }

    /// <summary>A checkpoint after an entry, and the entry that binds it.</summary>
    private async Task KeepAsync(PartyId host, long entry)
    {
        var content = Checkpoint.Write(await Cuts().AtAsync(host, entry, default)).ToArray();
        Assert.True(await Checkpoints().AddAsync(host, entry, new MemoryStream(content), default));
        var bound = await NewLedger().CommitAsync<bool>(host, Units.Somebody, (_, _) => Task.FromResult(
            new LedgerStep<bool> { Answer = true, CommandId = $"checkpoint-{entry}", InputHash = ContentHash.Of(content) }), default);
        Assert.False(bound.IsRefused);
    }

    /// <summary>A state that never was: its units belong to somebody else.</summary>
    private async Task<LedgerState> ForgedAsync(PartyId host)
    {
        var state = await Cuts().AtAsync(host, 2, default);
        return LedgerState.Restore(host, state.Head, state.Blocks.Select(block => block with { Account = "JP-THIEF" }), state.Adjustments, state.Approvals);
    }

    private async Task ChangeAsync(PartyId host, long entry)
    {
        var rows = new TableLedgerRows(storage.Tables());
        var row = (await rows.FindAsync(host, LedgerKeys.Journal(entry), default))!;
        var changed = System.Text.Encoding.UTF8.GetString(row.Body.Span).Replace("JP-GOV", "JP-GOX", StringComparison.Ordinal);
        await rows.CommitAsync(host, [RowWrite.Replace(row, row.Key, System.Text.Encoding.UTF8.GetBytes(changed))], default);
    }

    private BlobCheckpoints Checkpoints() => new(storage.Blobs());

    private LedgerCuts Cuts() => new(new TableLedgerRows(storage.Tables()), Checkpoints(), NullLogger<LedgerCuts>.Instance);

    private Ledger NewLedger()
    {
        var rows = new TableLedgerRows(storage.Tables());
        return new Ledger(rows, new Relay(rows, Mock.Of<IRecordQueue>(MockBehavior.Strict), new ExchangeSteps()), RuleFiles.Rules, TestKeys.Hub, TimeProvider.System, NullLogger<Ledger>.Instance);
    }
}
