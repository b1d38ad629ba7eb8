using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>A record is checked against its schema before it gets a number (D5): no stream waits for one that the hub itself refuses to send.</summary>
public sealed class RecordSchemaTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Theory]
    [InlineData("th-gov", "Thailand")]
    [InlineData("TH-GOV", "")]
    public async Task Commit_RecordAgainstItsSchema_IsAFaultThatStoresNothingAndGivesNoNumber(string account, string holder)
    {
        var host = PartyId.Parse(holder.Length > 0 ? "PG" : "MD");
        var lab = new ExchangeLab(storage);
        await lab.AnnounceAsync(host, host, 1);
        var before = await lab.Ledger.View(host).HeadAsync(default);

        var answer = await lab.Ledger.CommitAsync<string>(host, Issuance.Units.Somebody, (_, entry) =>
        {
            Announce(entry, host, block => block with { Account = account, Holder = holder });
            return Task.FromResult(new LedgerStep<string> { Answer = "announced", CommandId = "wrong", InputHash = "" });
        }, default);

        Assert.Equal((RefusalKind.Fault, "record-against-its-schema"), (answer.Refusal!.Kind, answer.Refusal.Code));
        var after = await lab.Ledger.View(host).HeadAsync(default);
        Assert.Equal((before.LastEntry, before.LastHash, before.LastUnit), (after.LastEntry, after.LastHash, after.LastUnit));
        Assert.Null(await lab.Rows.FindAsync(host, LedgerKeys.Command("wrong"), default));
        Assert.Equal(2, (await lab.AnnounceAsync(host, host, 1)).Single().Number);
    }

    /// <summary>What a receipt obliges could not be announced: the registry's answer is not to blame, and nothing but this stream waits.</summary>
    [Fact]
    public async Task Dispatch_ReceiptThatObligesAWrongRecord_WaitsWithoutRestAndGoesOnWhenMended()
    {
        var host = PartyId.Parse("UZ");
        Destination destination = host;
        var faulty = new Obliging(isWrong: true);
        var lab = new ExchangeLab(storage, cause: faulty);
        var record = (await lab.AnnounceAsync(host, destination, 1)).Single();
        await lab.DrainAsync();
        Assert.Equal((0, null), (await lab.CursorAsync(host, destination) is var cursor ? (cursor.Delivered, cursor.Lease) : default));
        Assert.False(lab.Gate.IsPaused(destination));

        faulty.IsWrong = false;
        await lab.SweepAsync(host);
        await lab.DrainAsync();

        Assert.Equal(record.Number, (await lab.CursorAsync(host, destination)).Delivered);
        Assert.Single(lab.Registries.Applied("UZ", PartyId.Japan));
    }

    private static void Announce(LedgerEntry entry, PartyId host, Func<UnitBlock, UnitBlock> change)
    {
        var content = ExchangeLab.Content(host);
        entry.Announce(host, RecordKind.Issuance, content with { Blocks = [change(content.Blocks[0])] }, []);
    }

    /// <summary>A cause whose receipts from the host's registry oblige a record to Japan's.</summary>
    private sealed class Obliging(bool isWrong) : ICauseBooking
    {
        public bool IsWrong { get; set; } = isWrong;

        public CauseKind Kind => CauseKind.Operation;

        public Task<LoadedCause> LoadAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken) =>
            Task.FromResult(ExchangeLab.NoDemand((_, entry) => Oblige(view, record, entry)));

        private void Oblige(LedgerView view, OutboxRecord record, LedgerEntry entry)
        {
            if (record.Id.Destination != PartyId.Japan)
            {
                var content = ExchangeLab.Content(view.Host);
                entry.Announce(PartyId.Japan, RecordKind.Issuance, content with { Blocks = [content.Blocks[0] with { Account = IsWrong ? "wrong" : "JP-GOV" }] }, []);
            }
        }
    }
}
