using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests.Decisions;
using JcmHub.Adapters.Tests.UnitOperations;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Issuance;

/// <summary>Records are read while they are delivered: a row that goes from the outbox to its end between two looks of the reader is read all the same.</summary>
public sealed class StreamRecordsTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    private static readonly DateOnly Day = new(2026, 5, 1);
    private static readonly Caller Market = new("market", "market-operator", null);

    [Theory]
    [InlineData("outbox|", 1)]
    [InlineData("outbox|", 2)]
    [InlineData("outbox|", 7)]
    [InlineData("outbox|", 20)]
    [InlineData("record|", 1)]
    [InlineData("record|", 3)]
    [InlineData("record|", 20)]
    public async Task Records_DeliveredBetweenTwoLooks_AreReadInOrderWithoutAGap(string before, int atOnce)
    {
        var host = PartyId.Parse(before[0] == 'o' ? $"O{(char)('A' + atOnce)}" : $"R{(char)('A' + atOnce)}");
        var (desk, ledger) = await AnnouncedAsync(host, before, atOnce);
        await desk.ApplyAsync(host.Code, Destination.GxEts, Day, most: 3);

        var read = new List<StreamRecord>();
        await foreach (var record in ledger.View(host).RecordsAsync(Destination.GxEts, 2, 11, default))
            read.Add(record);

        Assert.Equal(Enumerable.Range(2, 10).Select(number => (long)number), read.Select(each => each.Record.Id.Number));
        Assert.All(read.Where(each => each.End is not null), each => Assert.Equal(each.Record.Id, each.End!.Record.Id));
        Assert.NotNull(read[0].End);
    }

    [Fact]
    public async Task Records_NumberThatWasNeverGiven_IsAFaultAndNoGap()
    {
        var (_, ledger) = await AnnouncedAsync(PartyId.Parse("NE"), "none|", 1);

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in ledger.View(PartyId.Parse("NE")).RecordsAsync(Destination.GxEts, 1, 13, default)) { }
        });
    }

    [Theory]
    [InlineData("outbox|", "FA")]
    [InlineData("record|", "FB")]
    public async Task EligibleCredits_WhileTheirRecordsAreDelivered_GivesEveryNumberOnceWhateverThePage(string before, string code)
    {
        var host = PartyId.Parse(code);
        var (_, ledger) = await AnnouncedAsync(host, before, 2);
        var rules = new Hub(storage, Hub.Host(code)).Rules;

        var given = Hub.Ok(await new ReadEligibleCredits(rules, ledger, TimeProvider.System).ReadAsync(null, Market with { Party = host }, default));

        Assert.Equal($"{code}.12", given["next"]!.GetValue<string>());
        Assert.Equal(Enumerable.Range(1, 12).Select(number => $"{code}.GX-ETS.{number}"), given["items"]!.AsArray().Select(item => item!["record"]!.GetValue<string>()));
    }

    [Fact]
    public async Task EligibleCredits_CursorThatTheFeedCannotHaveGiven_IsRefused()
    {
        var (_, ledger) = await AnnouncedAsync(PartyId.Parse("CU"), "none|", 1);
        var feed = new ReadEligibleCredits(new Hub(storage, Hub.Host("CU")).Rules, ledger, TimeProvider.System);

        foreach (var cursor in new[] { "CU.13", "CU.999999", "CU.99999999999999999999", "XX.1", "TH.1", "JP.1", "CU.0", "CU.01", "CU.12-", "CU.12-XX.1", "-CU.12", "CU", "CU.1-CU.2", " CU.1" })
            Assert.Equal((cursor, "cursor-unreadable"), (cursor, (await feed.ReadAsync(cursor, Market, default)).Refusal?.Code));
        Assert.Equal("cursor-unreadable", (await feed.ReadAsync("CU.1", Market with { Party = PartyId.Parse("TH") }, default)).Refusal?.Code);
        Assert.Empty(Hub.Ok(await feed.ReadAsync("CU.12", Market, default))["items"]!.AsArray());
        Assert.Equal(12, Hub.Ok(await feed.ReadAsync("", Market, default))["items"]!.AsArray().Count);
    }

    /// <summary>A registry in doubt asks while its receipt is being booked.</summary>
    [Fact]
    public async Task State_OfARecordThatIsReceiptedBetweenTwoLooks_IsKnown()
    {
        var (_, ledger) = await AnnouncedAsync(PartyId.Parse("ST"), "outbox|GX-ETS|0", 1);

        Assert.Equal("receipted", Hub.Ok(await new ReadRecord(ledger).StateAsync("ST.GX-ETS.1", default))["state"]!.GetValue<string>());
    }

    /// <summary>Twelve withdrawals on their way to GX-ETS, of which some are delivered whenever the reader is about to look at keys that begin so.</summary>
    private async Task<(RegistryDesk Desk, Ledger Ledger)> AnnouncedAsync(PartyId host, string before, int atOnce)
    {
        var hub = new Hub(storage, Hub.Host(host.Code));
        var desk = new RegistryDesk(hub, storage);
        var units = Units.Notified(new SerialRange(1, 10)) with { RegistrySerials = new SerialRange(1, 10), ListedIn = "JP-ENT-1" };
        for (var i = 1; i <= 12; i++)
        {
            await Units.CommitAsync(hub.Ledger, host, $"withdraw-{i}", (_, entry) =>
            {
                entry.Announce(Destination.GxEts, RecordKind.EligibilityWithdrawal,
                    new EligibilityWithdrawalContent(RecordCause.Correction("C-1"), units.Decision, units.Project, [units], "units-used"), []);
                return Task.CompletedTask;
            });
        }

        var moving = new MovingRows(new TableLedgerRows(storage.Tables()), before, () => desk.ApplyAsync(host.Code, Destination.GxEts, Day, most: atOnce));
        return (desk, Hub.LedgerOn(moving));
    }
}
