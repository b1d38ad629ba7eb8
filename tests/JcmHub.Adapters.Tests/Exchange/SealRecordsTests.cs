using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>The nightly seal over all hosts; on a storage of its own, since it tears a row.</summary>
public sealed class SealRecordsTests : IAsyncLifetime
{
    private readonly StorageFixture _storage = new();

    public Task InitializeAsync() => _storage.InitializeAsync();

    public Task DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Run_OneHostsCountersUnreadable_SealsTheOthersAndNamesTheHost()
    {
        var (torn, sound) = (PartyId.Parse("KE"), PartyId.Parse("UZ"));
        var lab = new ExchangeLab(_storage);
        await lab.AnnounceAsync(torn, torn, 1);
        await lab.AnnounceAsync(sound, sound, 1);
        await lab.DrainAsync();
        var head = (await lab.Rows.FindAsync(torn, LedgerKeys.Head, default))!;
        await lab.Rows.CommitAsync(torn, [RowWrite.Replace(head, head.Key, "{"u8.ToArray())], default);

        var failure = await Assert.ThrowsAsync<AggregateException>(() => lab.Seal.RunAsync(default));

        Assert.StartsWith("The work on the ledger of KE failed: ", Assert.Single(failure.InnerExceptions).Message, StringComparison.Ordinal);
        Assert.Equal(["UZ"], await SealedAsync(lab, torn, sound));
    }

    private static async Task<IReadOnlyList<string>> SealedAsync(ExchangeLab lab, params PartyId[] hosts)
    {
        var found = new List<string>();
        foreach (var host in hosts)
        {
            await foreach (var _ in lab.SealedAsync(host))
                found.Add(host.Code);
        }

        return found;
    }
}
