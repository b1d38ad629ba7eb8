using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Operations;

namespace JcmHub.Soak.AtRandom;

/// <summary>Records go out, receipts come in: right, late, again, out of order, wrong; what was refused is sent anew.</summary>
internal sealed class StreamSteps(SoakWorld world)
{
    private static readonly string[] WrongCodes = ["receipt-", "signature-", "schema-", "range-reversed", "record-unknown"];
    private static readonly Caller Operator = new("operator", "operator", null);

    /// <summary>A dispatcher takes a stream in which records wait.</summary>
    public async Task<bool> DispatchAsync()
    {
        var waiting = world.Tails.Where(stream => world.BookedOf(stream.Key.Host, stream.Key.Destination) < stream.Value).Select(stream => stream.Key).ToArray();
        if (waiting.Length == 0)
            return false;
        var (host, destination) = world.One(waiting);
        await DispatchAsync(host, destination);
        return true;
    }

    /// <summary>The same of one stream.</summary>
    public async Task DispatchAsync(string host, string destination)
    {
        var stream = new StreamId(PartyId.Parse(host), Destination.Parse(destination));
        // After a failure a destination rests.
        while (world.Hub.Get<DestinationGate>().IsPaused(stream.Destination))
            world.Clock.Advance(TimeSpan.FromMinutes(10));
        world.Exchange.Answers.Clear();
        var isWhole = await world.RunAsync(() => world.Hub.Get<DispatchStream>().DispatchAsync(new StreamHint(stream, null), default));
        world.Tell($"{stream} is dispatched from {world.BookedOf(host, destination) + 1} of {world.Tails[(host, destination)]}: {string.Join(", ", world.Exchange.Answers.Select(answer => $"{answer.Record} {answer.Wrong ?? "right"}"))}");
        await world.RefreshAsync(host);
        if (isWhole && world.Exchange.Answers is [.., (var record, null)] && RecordId.Parse(record).Number > world.BookedOf(host, destination))
            throw new SoakFault($"{record} was answered rightly and is not booked.", record, host);
    }

    /// <summary>A registry that takes its records from a queue or a container deals with some, and sends receipts.</summary>
    public async Task<bool> ReceiptAsync()
    {
        var waiting = world.Tails.Keys.Where(stream => world.BookedOf(stream.Host, stream.Destination) < world.Tails[stream] && IsFetched(stream.Destination)).ToArray();
        if (waiting.Length == 0)
            return false;
        var (host, registry) = world.One(waiting);
        for (var i = world.Random.Next(1, 6); i > 0 && world.Exchange.NextOf(host, registry) is { } next; i--)
            world.Exchange.Deal(registry, next);
        await SendReceiptsAsync(host, registry);
        return true;
    }

    /// <summary>A registry tells whatever it has dealt with; now and then what is wrong, old, or too early.</summary>
    public async Task SendReceiptsAsync(string host, string registry)
    {
        while (true)
        {
            var booked = world.BookedOf(host, registry);
            var passed = world.Exchange.Registries[registry].PassedOf(host);
            var chance = world.Exchange.IsQuiet ? 50 : world.Random.Next(100);
            if (chance < 12 && Record(host, registry, booked + world.Random.Next(0, 2)) is { } any)
                await SendWrongAsync(registry, any);
            if (chance > 95 && passed > booked + 1)
                await SendAsync(host, registry, booked + 2, ["receipt-out-of-order"]);
            if (chance > 92 && booked > 0)
                await SendAsync(host, registry, world.Random.NextInt64(1, booked + 1), []);
            if (passed == booked || chance is > 88 and < 92)
                return;
            await SendAsync(host, registry, booked + 1, []);
            await world.RefreshAsync(host);
            if (world.BookedOf(host, registry) != booked + 1)
                throw new SoakFault($"The receipt of {host}.{registry}.{booked + 1} was taken and is not booked.", $"{host}.{registry}.{booked + 1}");
        }
    }

    /// <summary>What a registry refused is sent anew, where that can be; the same replay again is the same record.</summary>
    public async Task<bool> ReplayAsync()
    {
        var open = world.Refused.Where(refused => refused.Value is null).Select(refused => refused.Key).ToArray();
        if (open.Length == 0)
            return false;
        await ReplayAsync(world.One(open));
        return true;
    }

    /// <summary>The same of one record.</summary>
    public async Task ReplayAsync(string id)
    {
        var record = JsonNode.Parse(world.Exchange.Arrived[id])!.AsObject();
        var codes = Expected(id, record);
        var answer = world.Expect(await world.CallAsync(() => world.Hub.Get<DeadLetters>().ReplayAsync(id, Operator, default)), $"the replay of {id}, {SoakRegistry.Kind(record)}", codes, id);
        if (answer is null)
        {
            // It can never be sent again: out of sight.
            world.Refused[id] = codes[0];
            return;
        }

        world.Refused[id] = answer["replayedAs"]!.GetValue<string>();
        var again = world.Expect(await world.CallAsync(() => world.Hub.Get<DeadLetters>().ReplayAsync(id, Operator, default)), $"the replay of {id} again", [], id)!;
        if (again["replayedAs"]!.GetValue<string>() != world.Refused[id])
            throw new SoakFault($"{id} is replayed as {world.Refused[id]} and as {again["replayedAs"]}.", id);
        if (SoakRegistry.Kind(record) == "issuance")
            ModelBooking.Answer(world.Ledgers[id[..2]], id.Split('.')[1], ModelBooking.Ranges(record["data"]!["blocks"]!.AsArray()), isAnswered: false);
        await world.RefreshAsync(id[..2]);
    }

    /// <summary>The net, once.</summary>
    public async Task<bool> SweepAsync()
    {
        world.Clock.Advance(TimeSpan.FromHours(world.Random.Next(1, 5)));
        await world.RunAsync(() => world.Hub.Get<Sweep>().RunAsync(default));
        return true;
    }

    /// <summary>A registry begins to sign with a new key; the old one is distrusted, or not.</summary>
    public async Task<bool> RenewKeyAsync()
    {
        var owner = world.One(world.Exchange.Registries.Keys.ToArray());
        var before = world.Keys.Renew(owner)!;
        world.Hub.Restart();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        world.Tell($"{owner} has a new key");
        if (world.Random.Next(2) == 0)
        {
            var document = new JsonObject { ["documentType"] = "key-distrust", ["schemaVersion"] = "1.0", ["owner"] = owner, ["reason"] = "the soak" };
            world.Expect(await world.CallAsync(() => world.Hub.Get<Flows.Signing.DistrustKey>().RunAsync(before, SoakWorld.Bytes(document), Operator, default)), $"{owner}'s old key is distrusted", [], owner);
        }

        return true;
    }

    private static bool IsFetched(string destination) => SoakHost.All.Any(host => host.Code == destination && host.Mode is DeliveryMode.Queue or DeliveryMode.File);

    private string? Record(string host, string registry, long number) => world.Exchange.Arrived.GetValueOrDefault($"{host}.{registry}.{number}");

    private async Task SendWrongAsync(string registry, string record)
    {
        var wrong = world.Exchange.Wrong(registry, record);
        var id = JsonNode.Parse(record)!["id"]!.GetValue<string>();
        var outcome = await world.CallAsync(() => world.Hub.Get<Acknowledge>().ReceiptAsync(registry, SoakWorld.Bytes(wrong.Document), wrong.Signature, default));
        world.Expect(outcome, $"a receipt of {id}, wrong in its {wrong.Kind}", WrongCodes, id);
    }

    private async Task SendAsync(string host, string registry, long number, string[] codes)
    {
        var id = $"{host}.{registry}.{number}";
        var receipt = world.Exchange.Registries[registry].ReceiptOf(id)!;
        var signature = world.Keys.Sign(registry, receipt);
        world.Expect(await world.CallAsync(() => world.Hub.Get<Acknowledge>().ReceiptAsync(registry, SoakWorld.Bytes(receipt), signature, default)), $"the receipt of {id}", codes, id);
    }

    /// <summary>With what a replay must be refused; nothing where it must be accepted.</summary>
    private string[] Expected(string id, JsonObject record)
    {
        var (host, destination) = (world.Ledgers[id[..2]], id.Split('.')[1]);
        var kind = SoakRegistry.Kind(record);
        if (destination != "GX-ETS")
            return kind is "transfer" or "retirement" or "cancellation" || (kind == "international-transfer" && IsByOperation(host, record)) ? ["replay-by-request"] : [];
        // What the market was told must be so today, of some of the units at least.
        var isAnnouncement = kind == "eligible-credits";
        foreach (var block in record["data"]!["blocks"]!.AsArray())
        {
            var (first, last) = ModelBooking.Ranges([block!.DeepClone()]).Single();
            var account = block!["account"]!.GetValue<string>();
            var units = host.In("JP").Where(units => units.First <= last && units.Last >= first);
            if (units.Any(part => (ModelLedger.IsListed(part) && part.Account == account) == isAnnouncement))
                return [];
        }

        return ["replay-outdated"];
    }

    private static bool IsByOperation(ModelLedger host, JsonObject record)
    {
        var (first, last) = ModelBooking.Ranges(record["data"]!["blocks"]!.AsArray()).First();
        return host.In(host.Host.Code).Where(units => units.First <= last && units.Last >= first).All(units => units.Phase != Phase.Leaving);
    }
}
