using System.Text;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>What D5 promises of streams, on a real storage. Each test has a host and destinations of its own.</summary>
public sealed class DispatchStreamTests(StorageFixture storage) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Dispatch_HintsLostDoubledReordered_DeliversEachRecordOnceInOrder()
    {
        var random = new Random(20261124);
        var host = PartyId.Parse("VN");
        Destination[] destinations = [PartyId.Japan, host, Destination.GxEts];
        var lab = new ExchangeLab(storage);
        var other = new ExchangeLab(storage, lab.Time, lab.Registries);
        for (var round = 0; round < 12; round++)
        {
            await lab.AnnounceAsync(host, destinations[random.Next(3)], random.Next(1, 4));
            var hints = new List<StreamHint>();
            while (lab.Hints.Take() is { } hint)
                hints.AddRange(Enumerable.Repeat(hint, random.Next(0, 3)));
            await Task.WhenAll(hints.OrderBy(_ => random.Next()).Select(hint =>
                (random.Next(2) == 0 ? lab : other).Dispatch.DispatchAsync(hint, default)));
        }

        lab.Hints.Lose();
        await lab.SweepAsync(host);
        await lab.DrainAsync();

        var tails = (await lab.Ledger.View(host).HeadAsync(default)).StreamTails;
        foreach (var (destination, tail) in tails)
        {
            Assert.Equal(Enumerable.Range(1, (int)tail), lab.Registries.Applied("VN", destination).Select(id => (int)id.Number));
            Assert.Equal((tail, null), (await lab.CursorAsync(host, destination) is var cursor ? (cursor.Delivered, cursor.Lease) : default));
        }
    }

    [Fact]
    public async Task Dispatch_LeaseHeldByAnother_LeavesTheStreamAlone()
    {
        var host = PartyId.Parse("LK");
        Destination destination = PartyId.Parse("LK");
        var lab = new ExchangeLab(storage);
        var other = new ExchangeLab(storage, lab.Time, lab.Registries);
        var (onTheWay, letThrough) = lab.Registries.Hold();
        await lab.AnnounceAsync(host, destination, 1);
        var first = lab.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);
        await onTheWay;

        // A record comes while the stream is held; whoever hears of it leaves it to the holder, who looks once more.
        await other.AnnounceAsync(host, destination, 1);
        await other.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);
        Assert.Equal(1, lab.Registries.Attempts);
        letThrough.SetResult();
        await first;

        Assert.Equal(2, lab.Registries.Applied("LK", destination).Count);
        Assert.Equal(2, lab.Registries.Attempts);
    }

    /// <summary>Each record's message once asked the storage for the lease and all that waits, which was most of what Exchange cost.</summary>
    [Fact]
    public async Task Dispatch_UnderWayInThisProcess_LeavesItsHintThereAndAsksNothing()
    {
        var host = PartyId.Parse("LA");
        Destination destination = host;
        var count = new HttpPipelineCount();
        var lab = new ExchangeLab(storage, count: count);
        var (onTheWay, letThrough) = lab.Registries.Hold();
        await lab.AnnounceAsync(host, destination, 5);
        var first = lab.Dispatch.DispatchAsync(lab.Hints.Take()!.Value, default);
        await onTheWay;
        count.Reset();

        await lab.DrainAsync();
        Assert.Empty(count.Requests);
        letThrough.SetResult();
        await first;

        Assert.Equal(5, lab.Registries.Applied("LA", destination).Count);
        Assert.Equal(0, lab.Hints.Count);
    }

    /// <summary>Another process delivered the stream when this one asked, and the hint that came meanwhile must not be lost with that answer.</summary>
    [Fact]
    public async Task Dispatch_HintLeftWithOneWhoFoundNothing_WakesTheStreamAgain()
    {
        var host = PartyId.Parse("GE");
        Destination destination = host;
        var asking = new AskingRows();
        var lab = new ExchangeLab(storage, between: asking.Between);
        var other = new ExchangeLab(storage, lab.Time, lab.Registries);
        await other.AnnounceAsync(host, destination, 1);
        await other.DrainAsync();

        // It has looked and found nothing; then a record comes, and its message finds the stream under way.
        var late = lab.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);
        await asking.Asked.Task;
        await lab.AnnounceAsync(host, destination, 1);
        await lab.DrainAsync();
        Assert.Single(lab.Registries.Applied("GE", destination));
        asking.Answer.SetResult();
        await late;
        await lab.DrainAsync();

        Assert.Equal(2, lab.Registries.Applied("GE", destination).Count);
    }

    [Fact]
    public async Task Dispatch_LedgerBusy_RestsNoDestination()
    {
        var host = PartyId.Parse("SN");
        Destination destination = host;
        BusyRows? busy = null;
        var lab = new ExchangeLab(storage, between: rows => busy = new BusyRows(rows));
        await lab.AnnounceAsync(host, destination, 2);
        await lab.Dispatch.DispatchAsync(lab.Hints.Take()!.Value, default);
        await lab.AnnounceAsync(host, destination, 1);
        lab.Hints.Lose();

        busy!.IsBusy = true;
        await lab.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);
        busy.IsBusy = false;

        Assert.False(lab.Gate.IsPaused(destination));
        Assert.Equal((2, null), (await lab.CursorAsync(host, destination) is var cursor ? (cursor.Delivered, cursor.Lease) : default));
        Assert.True(lab.Hints.Scheduled.TryDequeue(out var again));
        await lab.Dispatch.DispatchAsync(new StreamHint(again.Stream, null), default);
        Assert.Equal(3, (await lab.CursorAsync(host, destination)).Delivered);
    }

    [Fact]
    public async Task Dispatch_HolderDied_IsTakenOverWhenItsLeaseEnds()
    {
        var host = PartyId.Parse("KH");
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        await lab.AnnounceAsync(host, destination, 1);
        using var death = new CancellationTokenSource();
        lab.Registries.OnTheWay = async _ =>
        {
            await death.CancelAsync();
            throw new InvalidOperationException("The holder died.");
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => lab.Dispatch.DispatchAsync(lab.Hints.Take()!.Value, death.Token));
        lab.Registries.OnTheWay = _ => Task.CompletedTask;

        await lab.SweepAsync(host);
        await lab.DrainAsync();
        Assert.Empty(lab.Registries.Applied("KH", destination));
        lab.Time.Advance(StreamLeases.Term);
        await lab.SweepAsync(host);
        await lab.DrainAsync();

        Assert.Single(lab.Registries.Applied("KH", destination));
    }

    [Fact]
    public async Task Dispatch_HolderOutlivedItsLease_BooksNothingTwice()
    {
        var host = PartyId.Parse("MN");
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        var other = new ExchangeLab(storage, lab.Time, lab.Registries);
        var slow = new TaskCompletionSource();
        var isFirst = true;
        lab.Registries.OnTheWay = _ => isFirst ? (isFirst = false, slow.Task).Task : Task.CompletedTask;
        await lab.AnnounceAsync(host, destination, 2);
        var late = lab.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);

        lab.Time.Advance(StreamLeases.Term);
        await other.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);
        slow.SetResult();
        await late;

        Assert.Equal(2, lab.Registries.Applied("MN", destination).Count);
        Assert.Equal(2, (await lab.CursorAsync(host, destination)).Delivered);
        var head = await lab.Ledger.View(host).HeadAsync(default);
        Assert.Equal(1 + 2 + 2, head.LastEntry);
    }

    [Fact]
    public async Task Dispatch_DestinationFails_CostsAHandfulOfAttemptsWhateverTheNumberOfHosts()
    {
        PartyId[] hosts = [.. new[] { "BD", "ET", "KE", "MX", "CL", "MM" }.Select(PartyId.Parse)];
        Destination dead = PartyId.Parse("BD");
        Destination well = PartyId.Parse("ET");
        var lab = new ExchangeLab(storage);
        lab.Registries.Instead = record => record.Id.Destination == dead ? new Delivery(null, null, "the registry answered 503", null) : null;
        foreach (var host in hosts)
        {
            await lab.AnnounceAsync(host, dead, 3);
            await lab.AnnounceAsync(host, well, 1);
        }

        // An hour of outage, with a sweep every minute and every waking message at its time.
        await lab.DrainAsync();
        for (var minute = 0; minute < 60; minute++)
        {
            lab.Time.Advance(TimeSpan.FromMinutes(1));
            while (lab.Hints.Scheduled.TryPeek(out var due) && due.At <= lab.Time.GetUtcNow() && lab.Hints.Scheduled.TryDequeue(out due))
                await lab.Dispatch.DispatchAsync(new StreamHint(due.Stream, null), default);
            await lab.SweepAsync(hosts);
            await lab.DrainAsync();
        }

        Assert.All(hosts, host => Assert.Single(lab.Registries.Applied(host.Code, well)));
        Assert.InRange(lab.Registries.Attempts - hosts.Length, 5, 25);

        // It answers again: one record goes first, then all others, in order, each once.
        lab.Registries.Instead = _ => null;
        lab.Time.Advance(TimeSpan.FromMinutes(7));
        await lab.SweepAsync(hosts);
        await lab.DrainAsync();
        Assert.All(hosts, host => Assert.Equal([1L, 2, 3], lab.Registries.Applied(host.Code, dead).Select(id => id.Number)));
    }

    [Fact]
    public async Task Dispatch_AnswerThatIsNoReceipt_IsNeverFinal()
    {
        var host = PartyId.Parse("ID");
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        var records = await lab.AnnounceAsync(host, destination, 2);
        Delivery[] answers =
        [
            new(null, null, "the registry answered 404", null),
            FencedRegistries.Signed(Encoding.UTF8.GetBytes("""{"outcome":"refused"}"""), "ID"),
            new(Encoding.UTF8.GetBytes("<html>proxy</html>"), null, null, null),
        ];
        foreach (var answer in answers)
        {
            lab.Registries.Instead = _ => answer;
            lab.Time.Advance(TimeSpan.FromHours(1));
            await lab.SweepAsync(host);
            await lab.DrainAsync();
            Assert.Equal(0, (await lab.CursorAsync(host, destination)).Delivered);
        }

        // The receipt of another record, although this registry gave it.
        lab.Registries.Instead = record => FencedRegistries.Answer(record with { Id = records[1] });
        lab.Time.Advance(TimeSpan.FromHours(1));
        await lab.SweepAsync(host);
        await lab.DrainAsync();

        Assert.Equal(0, (await lab.CursorAsync(host, destination)).Delivered);
    }

    [Fact]
    public async Task Dispatch_RegistryRefuses_TheCursorPassesAndTheRefusalIsKept()
    {
        var host = PartyId.Parse("CR");
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        var records = await lab.AnnounceAsync(host, destination, 2);
        lab.Registries.Instead = record => record.Id.Number == 1 ? FencedRegistries.Answer(record, "account-unknown") : FencedRegistries.Answer(record);

        await lab.DrainAsync();

        Assert.Equal(2, (await lab.CursorAsync(host, destination)).Delivered);
        var refused = await lab.Ledger.View(host).FindAsync<RefusedRecord>(LedgerKeys.Refused(records[0]), default);
        Assert.Equal(["account-unknown"], refused!.Value.Value.Codes);
        Assert.Null(await lab.Ledger.View(host).FindAsync<RefusedRecord>(LedgerKeys.Refused(records[1]), default));
    }

    [Fact]
    public async Task Dispatch_ManyRecords_HandsOnAfterAHundred()
    {
        var host = PartyId.Parse("PW");
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        await lab.AnnounceAsync(host, destination, 80);
        await lab.AnnounceAsync(host, destination, 40);
        lab.Hints.Lose();

        await lab.Dispatch.DispatchAsync(new StreamHint(new StreamId(host, destination), null), default);
        Assert.Equal(100, lab.Registries.Applied("PW", destination).Count);
        Assert.Equal(1, lab.Hints.Count);
        await lab.DrainAsync();

        Assert.Equal(120, lab.Registries.Applied("PW", destination).Count);
    }

    [Fact]
    public async Task Dispatch_SteadyState_CostsThreeRequestsARecordAloneAndTwoInARow()
    {
        var host = PartyId.Parse("SA");
        Destination destination = host;
        var count = new HttpPipelineCount();
        var lab = new ExchangeLab(storage, count: count);
        await lab.AnnounceAsync(host, destination, 1);
        await lab.DrainAsync();

        await lab.AnnounceAsync(host, destination, 1);
        count.Reset();
        await lab.DrainAsync();
        Assert.True(count.Requests.Count <= 3, string.Join('\n', count.Requests));

        await lab.AnnounceAsync(host, destination, 60);
        count.Reset();
        await lab.DrainAsync();
        Assert.True(count.Requests.Count <= 60 * 2, string.Join('\n', count.Requests));
    }

    /// <summary>
    /// Odd headers once left the dispatcher by an exception: the lease held, the destination not paused, the message delivered ten times. Each of
    /// these answers is a failed delivery, and the streams to other destinations go on.
    /// </summary>
    [Theory]
    [InlineData("UZ", "{\"alg\":\"ES256\",\"kid\":\"\\ud800\"}", "signature-malformed")]
    [InlineData("KG", "{\"alg\":\"ES256\",\"kid\":\"J4j+I06r/XYZ=\"}", "signature-malformed")]
    [InlineData("TN", "{\"alg\":\"ES256\",\"kid\":\"unknown\"}", "signature-malformed")]
    [InlineData("MD", "{\"alg\":\"ES256\",\"kid\":\"0auSdsesoXpCn7lMgVqIjVJIAZ5lLwyrPFBMSKDpEzM\"}", "signature-key-unknown")]
    public async Task Dispatch_AnswerUnderAnOddHeader_IsAFailedDelivery(string code, string header, string expected)
    {
        var encoded = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        var signature = $"{encoded}..{System.Buffers.Text.Base64Url.EncodeToString(new byte[64])}";

        await FailsAsync(code, record => FencedRegistries.Answer(record) with { Signature = signature }, expected);
    }

    [Theory]
    [InlineData("AZ", "what a registry's client throws")]
    [InlineData("OM", "an answer that is deeper than any reader goes")]
    [InlineData("KZ", "an answer that is not UTF-8")]
    [InlineData("MV", "an unpaired surrogate")]
    [InlineData("PG", "a property twice")]
    [InlineData("PH", "a number without end")]
    [InlineData("TH", "a byte order mark alone")]
    public async Task Dispatch_AnswerThatCannotBeJudged_IsAFailedDelivery(string code, string what)
    {
        Delivery Answer(OutboxRecord record)
        {
            var receipt = Encoding.UTF8.GetString(FencedRegistries.Receipt(record));
            return what switch
            {
                "what a registry's client throws" => throw new InvalidDataException("The answer's compression is broken."),
                "an answer that is deeper than any reader goes" => Of(Encoding.UTF8.GetBytes(new string('[', 100_000))),
                "an answer that is not UTF-8" => Of([.. Encoding.UTF8.GetBytes(receipt[..^1]), .. ",\"x\":\""u8, 0xFF, .. "\"}"u8]),
                "an unpaired surrogate" => Of(Encoding.UTF8.GetBytes(receipt.Replace("\"codes\":[]", "\"codes\":[\"\\ud800\"],\"\\udc00\":1", StringComparison.Ordinal))),
                "a property twice" => Of(Encoding.UTF8.GetBytes(receipt[..^1] + ",\"outcome\":\"applied\"}")),
                "a number without end" => Of(Encoding.UTF8.GetBytes(receipt.Replace("\"blocks\":[]", "\"blocks\":[{\"vintage\":1e999999999}]", StringComparison.Ordinal))),
                _ => Of([0xEF, 0xBB, 0xBF]),
            };
        }

        await FailsAsync(code, Answer, "");

        static Delivery Of(byte[] document) => new(document, null, null, null);
    }

    /// <summary>After a pause one record goes first; when its answer is refused the destination pauses again, and longer.</summary>
    [Fact]
    public async Task Dispatch_ReceiptThatCannotBeBookedAfterAPause_PausesAgain()
    {
        var host = PartyId.Parse("UA");
        Destination destination = host;
        var lab = new ExchangeLab(storage) { Mismatch = true };
        await lab.AnnounceAsync(host, destination, 1);
        await lab.DrainAsync();
        for (var failures = 1; failures <= 3; failures++)
        {
            Assert.True(lab.Hints.Scheduled.TryDequeue(out var again));
            var pause = again.At - lab.Time.GetUtcNow();
            Assert.InRange(pause.TotalSeconds, 0.7 * (1 << (failures - 1)), 1.25 * (1 << (failures - 1)));
            lab.Time.Advance(pause);
            await lab.Dispatch.DispatchAsync(new StreamHint(again.Stream, null), default);
        }

        Assert.Equal((0, null), (await lab.CursorAsync(host, destination) is var cursor ? (cursor.Delivered, cursor.Lease) : default));
    }

    /// <summary>A kid of another registry's key in a receipt once entered that key into the journal, for anyone who could answer.</summary>
    [Fact]
    public async Task Dispatch_AnswerThatNamesAnothersKey_EntersNothing()
    {
        var host = PartyId.Parse("TZ");
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        await lab.AnnounceAsync(host, destination, 1);
        var before = (await lab.Ledger.View(host).HeadAsync(default)).LastEntry;

        lab.Registries.Instead = record => FencedRegistries.Signed(FencedRegistries.Receipt(record), "VN");
        await lab.DrainAsync();
        lab.Registries.Instead = record => FencedRegistries.Answer(record) with { Signature = FencedRegistries.Signed("{}"u8.ToArray(), "TZ").Signature };
        lab.Time.Advance(TimeSpan.FromHours(1));
        await lab.SweepAsync(host);
        await lab.DrainAsync();

        Assert.Equal(2, lab.Registries.Attempts);
        Assert.Equal(before, (await lab.Ledger.View(host).HeadAsync(default)).LastEntry);
    }

    private async Task FailsAsync(string code, Func<OutboxRecord, Delivery> answer, string expected)
    {
        var host = PartyId.Parse(code);
        Destination destination = host;
        var lab = new ExchangeLab(storage);
        lab.Registries.Instead = record => record.Id.Destination == destination ? answer(record) : null;
        await lab.AnnounceAsync(host, destination, 1);
        await lab.AnnounceAsync(host, PartyId.Japan, 1);

        await lab.DrainAsync();

        Assert.Equal((0, null), (await lab.CursorAsync(host, destination) is var cursor ? (cursor.Delivered, cursor.Lease) : default));
        Assert.Equal(destination, Assert.Single(lab.Hints.Scheduled).Stream.Destination);
        Assert.Equal(1, (await lab.CursorAsync(host, PartyId.Japan)).Delivered);
        Assert.Contains(lab.Log, line => line.Contains(expected, StringComparison.Ordinal));
        // It answers as it should again.
        lab.Registries.Instead = _ => null;
        lab.Time.Advance(TimeSpan.FromHours(1));
        await lab.SweepAsync(host);
        await lab.DrainAsync();
        Assert.Equal(1, (await lab.CursorAsync(host, destination)).Delivered);
    }
}
