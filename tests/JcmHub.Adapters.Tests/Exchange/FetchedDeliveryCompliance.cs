using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>What D5 promises where a registry fetches its records and receipts them later, whatever it fetches them from.</summary>
public abstract class FetchedDeliveryCompliance(StorageFixture storage)
{
    private static readonly DateOnly LongAgo = new(2020, 1, 1);

    private protected StorageFixture Storage { get; } = storage;

    /// <summary>The mode in question.</summary>
    protected abstract DeliveryMode Mode { get; }

    /// <summary>What is tested.</summary>
    private protected abstract IRegistries Registries { get; }

    /// <summary>All that lies there for a Party's registry of its own stream, in order; a queue is empty then.</summary>
    private protected abstract Task<IReadOnlyList<FetchedRecord>> FetchAsync(PartyId party);

    [Fact]
    public async Task Dispatch_RegistrySilent_FillsTheWindowAndGoesOnAtOnceWithItsReceipts()
    {
        var (lab, host, registry) = Lab("AE", window: 4);
        await lab.AnnounceAsync(host, host, 11);
        await lab.DrainAsync();

        // Dead: nothing more is sent, however often the stream is woken.
        for (var minute = 0; minute < 3; minute++)
        {
            lab.Time.Advance(TimeSpan.FromMinutes(1));
            await lab.SweepAsync(host);
            await lab.DrainAsync();
        }

        var cursor = await lab.CursorAsync(host, host);
        Assert.Equal((0, 4, null), (cursor.Delivered, cursor.Accepted, cursor.Lease));
        var fetched = await FetchAsync(host);
        Assert.Equal(4, fetched.Count);

        // It is back: every receipt is taken, and as the window empties, the stream goes on without the timer.
        while (fetched.Count > 0 && registry.Applied.Count() < 11)
        {
            foreach (var receipt in fetched.Select(registry.Take))
                await AcknowledgeAsync(lab, host, receipt!);
            await lab.DrainAsync();
            fetched = await FetchAsync(host);
        }

        await AcknowledgeAllAsync(lab, host, registry, fetched);
        Assert.Equal(Enumerable.Range(1, 11).Select(number => (long)number), registry.Applied);
        cursor = await lab.CursorAsync(host, host);
        Assert.Equal((11, 11, null), (cursor.Delivered, cursor.Accepted, cursor.Lease));
    }

    [Fact]
    public async Task Acknowledge_ReceiptsOutOfOrderAndTwice_AreBookedInTheirOrderOnce()
    {
        var (lab, host, registry) = Lab("AZ");
        var ids = await lab.AnnounceAsync(host, host, 2);
        await lab.DrainAsync();
        var receipts = (await FetchAsync(host)).Select(record => registry.Take(record)!).ToArray();
        var accepted = await StateAsync(lab, ids[1]);
        Assert.Equal(("accepted", true, true, false), (accepted["state"]!.GetValue<string>(), accepted.ContainsKey("sentOn"), accepted.ContainsKey("acceptedOn"), accepted.ContainsKey("receiptedOn")));

        Assert.Equal("receipt-out-of-order", (await PostAsync(lab, "AZ", receipts[1])).Refusal?.Code);
        Assert.Equal("record-unknown", (await PostAsync(lab, "JP", receipts[0])).Refusal?.Code);
        foreach (var receipt in receipts.Concat(receipts))
            await AcknowledgeAsync(lab, host, receipt);

        var receipted = await StateAsync(lab, ids[1]);
        Assert.Equal(accepted["acceptedOn"]!.GetValue<string>(), receipted["acceptedOn"]!.GetValue<string>());
        Assert.Equal(accepted["sentOn"]!.GetValue<string>(), receipted["sentOn"]!.GetValue<string>());
        Assert.Equal(2, (await lab.CursorAsync(host, host)).Delivered);
    }

    [Fact]
    public async Task Acknowledge_ReceiptBeforeTheAcceptanceIsStored_CountsAndTheStreamGoesOn()
    {
        ExchangeLab lab = null!;
        var host = PartyId.Parse("BD");
        var registry = new FetchingRegistry();
        var quick = new Interrupted(Registries, async () => await AcknowledgeAllAsync(lab, host, registry, await FetchAsync(host)));
        lab = Lab(host, quick, window: 2);
        var ids = await lab.AnnounceAsync(host, host, 5);

        await lab.DrainAsync();

        Assert.Equal([1L, 2, 3, 4, 5], registry.Applied);
        var cursor = await lab.CursorAsync(host, host);
        Assert.Equal((5, 5, null), (cursor.Delivered, cursor.Accepted, cursor.Lease));
        Assert.Equal("receipted", (await StateAsync(lab, ids[4]))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Dispatch_DiesBetweenAcceptanceAndCursor_SendsAgainAndNothingIsAppliedTwice()
    {
        var host = PartyId.Parse("CL");
        var registry = new FetchingRegistry();
        using var death = new CancellationTokenSource();
        var lab = Lab(host, new Interrupted(Registries, () => death.IsCancellationRequested ? Task.CompletedTask : death.CancelAsync()));
        await lab.AnnounceAsync(host, host, 3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.Dispatch.DispatchAsync(lab.Hints.Take()!.Value, death.Token));
        Assert.Equal(0, (await lab.CursorAsync(host, host)).Accepted);

        lab.Time.Advance(StreamLeases.Term);
        await lab.SweepAsync(host);
        await lab.DrainAsync();

        await AcknowledgeAllAsync(lab, host, registry, await FetchAsync(host));
        Assert.Equal([1L, 2, 3], registry.Applied);
        Assert.Equal(3, (await lab.CursorAsync(host, host)).Delivered);
    }

    [Fact]
    public async Task Replay_RegistrySilentBeyondItsLimit_IsListedAndSentAgain()
    {
        var (lab, host, registry) = Lab("CR");
        var ids = await lab.AnnounceAsync(host, host, 3);
        await lab.DrainAsync();
        // The registry lost what it fetched.
        await FetchAsync(host);
        Assert.Empty((await lab.Letters.ListAsync(default))["overdue"]!.AsArray());

        lab.Time.Advance(TimeSpan.FromDays(8));
        var listed = Assert.Single((await lab.Letters.ListAsync(default))["overdue"]!.AsArray())!;
        Assert.Equal(("CR.CR", ids[0].ToString(), 3L), (listed["id"]!.GetValue<string>(), listed["record"]!.GetValue<string>(), listed["records"]!.GetValue<long>()));
        Assert.False((await lab.Letters.ReplayAsync("CR.CR", new Caller("operator", "operator", null), default)).IsRefused);
        await lab.DrainAsync();

        Assert.Empty((await lab.Letters.ListAsync(default))["overdue"]!.AsArray());
        await AcknowledgeAllAsync(lab, host, registry, await FetchAsync(host));
        Assert.Equal([1L, 2, 3], registry.Applied);
        Assert.Equal("dead-letter-unknown", (await lab.Letters.ReplayAsync("CR.CR", new Caller("operator", "operator", null), default)).Refusal?.Code);
    }

    [Fact]
    public async Task Dispatch_RecordThatCannotBeSent_LiesThereAsVoidAndItsReceiptPassesIt()
    {
        var (lab, host, registry) = Lab("KE");
        var wrong = (await lab.AnnounceAsync(host, host, 3))[1];
        await lab.SpoilAsync(wrong);
        await lab.DrainAsync();
        var cursor = await lab.CursorAsync(host, host);
        Assert.Equal((0, 3, null), (cursor.Delivered, cursor.Accepted, cursor.Lease));

        var fetched = await FetchAsync(host);
        Assert.Contains("\"type\":\"jcm.void.v1\"", System.Text.Encoding.UTF8.GetString(fetched[1].Body), StringComparison.Ordinal);
        foreach (var receipt in fetched.Select(registry.Take))
            Assert.False((await PostAsync(lab, "KE", receipt!)).IsRefused);

        Assert.Equal([1L, 2, 3], registry.Applied);
        Assert.Equal(3, (await lab.CursorAsync(host, host)).Delivered);
        Assert.Equal(["receipted", "void", "receipted"], [.. await Task.WhenAll(new[] { 1, 2, 3 }.Select(async number =>
            (await StateAsync(lab, wrong with { Number = number }))["state"]!.GetValue<string>()))]);
    }

    [Fact]
    public async Task Dispatch_ModeChangesToHttp_WaitsForTheReceiptsOfWhatWasFetched()
    {
        var host = PartyId.Parse("ET");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var registry = new FetchingRegistry();
        var lab = new ExchangeLab(Storage, fetched: Registries, rules: ExchangeLab.RulesWith(host,
            Rule(LongAgo, Mode), Rule(today.AddDays(2), DeliveryMode.Http)));
        lab.Registries.Instead = record => FencedRegistries.Answer(record);
        await lab.AnnounceAsync(host, host, 2);
        lab.Time.Advance(TimeSpan.FromDays(2));
        await lab.AnnounceAsync(host, host, 2);
        await lab.DrainAsync();
        Assert.Equal(0, lab.Registries.Attempts);

        await AcknowledgeAllAsync(lab, host, registry, await FetchAsync(host));
        await lab.DrainAsync();

        Assert.Equal([1L, 2], registry.Applied);
        Assert.Equal(2, lab.Registries.Attempts);
        Assert.Equal(4, (await lab.CursorAsync(host, host)).Delivered);
    }

    private static DatedRule<DeliveryMode> Rule(DateOnly from, DeliveryMode mode) => new(from, null, mode, "a test", Certainty.Sourced);

    private (ExchangeLab Lab, PartyId Host, FetchingRegistry Registry) Lab(string host, int window = DeliveryRules.LargestWindow) =>
        (Lab(PartyId.Parse(host), Registries, window), PartyId.Parse(host), new FetchingRegistry());

    private ExchangeLab Lab(PartyId host, IRegistries registries, int window = DeliveryRules.LargestWindow) =>
        new(Storage, fetched: registries, window: window, rules: ExchangeLab.RulesWith(host, Rule(LongAgo, Mode)));

    private static async Task AcknowledgeAllAsync(ExchangeLab lab, PartyId host, FetchingRegistry registry, IReadOnlyList<FetchedRecord> fetched)
    {
        foreach (var receipt in fetched.Select(registry.Take))
            await AcknowledgeAsync(lab, host, receipt!);
    }

    private static async Task AcknowledgeAsync(ExchangeLab lab, PartyId host, Delivery receipt)
    {
        var answer = await PostAsync(lab, host.Code, receipt);
        Assert.False(answer.IsRefused, answer.Refusal?.Detail);
        Assert.Equal("receipted", answer.Value["state"]!.GetValue<string>());
    }

    private static Task<Outcome<JsonObject>> PostAsync(ExchangeLab lab, string registry, Delivery receipt) =>
        lab.Acknowledge.ReceiptAsync(registry, receipt.Receipt!.Value, receipt.Signature, default);

    private static async Task<JsonObject> StateAsync(ExchangeLab lab, RecordId id) => (await lab.Read.StateAsync(id.ToString(), default)).Value!;

    /// <summary>Something happens after the record lies there and before the hub hears of it.</summary>
    private sealed class Interrupted(IRegistries registries, Func<Task> happens) : IRegistries
    {
        public DeliveryMode Mode => registries.Mode;

        public async Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken)
        {
            var delivery = await registries.DeliverAsync(destination, record, cancellationToken);
            await happens();
            return delivery;
        }
    }
}
