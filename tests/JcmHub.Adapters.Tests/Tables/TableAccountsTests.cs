using JcmHub.Adapters.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Parties;

namespace JcmHub.Adapters.Tests.Tables;

public sealed class TableAccountsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly DateTimeOffset Monday = new(2026, 2, 2, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Replace_NewList_ForgetsAccountsThatAreNotInIt()
    {
        var registry = PartyId.Parse("AA");
        await Accounts().ReplaceAsync(registry, Monday, [.. Enumerable.Range(1, 200).Select(i => Account($"AA-{i}"))], default);

        Assert.True(await Accounts().ReplaceAsync(registry, Monday.AddDays(1), [Account("AA-7") with { Status = AccountStatus.Suspended }], default));

        Assert.Null(await Accounts().FindAsync(registry, "AA-8", default));
        Assert.Equal(AccountStatus.Suspended, (await Accounts().FindAsync(registry, "AA-7", default))!.Status);
        Assert.Single(await Accounts().ListAsync(registry, default).ToArrayAsync());
    }

    [Fact]
    public async Task Replace_OlderList_ChangesNothing()
    {
        var registry = PartyId.Parse("AB");
        await Accounts().ReplaceAsync(registry, Monday, [Account("AB-1")], default);

        Assert.False(await Accounts().ReplaceAsync(registry, Monday.AddDays(-1), [], default));
        Assert.True(await Accounts().ReplaceAsync(registry, Monday, [Account("AB-1")], default));
        Assert.NotNull(await Accounts().FindAsync(registry, "AB-1", default));
    }

    private TableAccounts Accounts() => new(storage.Tables());

    private static RegistryAccount Account(string number) => new(number, AccountType.EntityHolding, "A company", "JP", AccountStatus.Open);
}
