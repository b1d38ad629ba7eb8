using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Soak.AtRandom;

/// <summary>
/// The registries and the market on their side of the exchange: over HTTP they answer at once, from queues and files they take records and
/// answer when they come to it. They refuse, issue short, are silent, lose answers, and say what is wrong.
/// </summary>
internal sealed class SoakExchange(Random random, SoakClock clock, SoakKeys keys) : ISnapshots
{
    private readonly Dictionary<string, string> _taken = [];

    public IReadOnlyDictionary<string, SoakRegistry> Registries { get; } =
        SoakHost.All.Where(host => host.Mode is not null).Select(host => host.Code).Append("JP").Append("GX-ETS").ToDictionary(code => code, code => new SoakRegistry(code));

    /// <summary>Every record that ever arrived, by its address.</summary>
    public Dictionary<string, string> Arrived { get; } = [];

    /// <summary>What was answered over HTTP since it was last emptied: the record, and in what the answer was wrong; null where it was right.</summary>
    public List<(string Record, string? Wrong)> Answers { get; } = [];

    /// <summary>How often each kind of wrong receipt was given.</summary>
    public Dictionary<string, int> WrongReceipts { get; } = [];

    /// <summary>Whether registries only do what they should.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Kinds of wrong receipts, or of records, of which a fault is known: they are left out, or always taken.</summary>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>What is planted into a snapshot.</summary>
    public Dictionary<string, JsonObject> Planted { get; } = [];

    public IReadOnlyCollection<Destination> Reachable => [.. Registries.Keys.Select(Destination.Parse)];

    /// <summary>The hub's ways to them.</summary>
    public IEnumerable<IRegistries> Ways => [new Way(this, DeliveryMode.Http), new Way(this, DeliveryMode.Queue), new Way(this, DeliveryMode.File)];

    public Task<(ReadOnlyMemory<byte>? Document, string? Failure)> FetchAsync(Destination destination, CancellationToken cancellationToken)
    {
        var snapshot = Planted.GetValueOrDefault(destination.Code) ?? Registries[destination.Code].Snapshot(clock.GetUtcNow());
        return Task.FromResult(((ReadOnlyMemory<byte>?)SoakWorld.Bytes(snapshot), (string?)null));
    }

    /// <summary>The next record of a host that a registry took from its queue or container and has not dealt with.</summary>
    public string? NextOf(string host, string registry) => _taken.GetValueOrDefault($"{host}.{registry}.{Registries[registry].PassedOf(host) + 1}");

    /// <summary>A registry deals with a record: it applies or refuses it, once.</summary>
    /// <returns>Its receipt, the first one that it gave.</returns>
    public JsonObject Deal(string registry, string record)
    {
        var (self, root) = (Registries[registry], JsonNode.Parse(record)!.AsObject());
        if (self.ReceiptOf(root["id"]!.GetValue<string>()) is { } known)
            return known;
        var kind = SoakRegistry.Kind(root);
        var refusal = !IsQuiet && kind != "void" && !Without.Contains(kind) && random.Next(100) < 5 ? "account-frozen" : null;
        int? shortBlock = refusal is null && kind == "issuance" && !IsQuiet && random.Next(100) < 6 ? random.Next(root["data"]!["blocks"]!.AsArray().Count) : null;
        var receipt = self.Draft(record, clock.Today, refusal, shortBlock);
        self.Apply(record, receipt);
        return receipt;
    }

    /// <summary>A wrong receipt of a record, given before or after the registry has dealt with it.</summary>
    public WrongReceipt Wrong(string registry, string record)
    {
        var self = Registries[registry];
        var root = JsonNode.Parse(record)!.AsObject();
        var right = self.ReceiptOf(root["id"]!.GetValue<string>()) ?? self.Draft(record, clock.Today, null, null);
        var wrong = WrongReceipt.Make(random, right, SoakRegistry.Kind(root), self, keys, Without);
        WrongReceipts[wrong.Kind] = WrongReceipts.GetValueOrDefault(wrong.Kind) + 1;
        return wrong;
    }

    private Delivery Answer(string registry, OutboxRecord record)
    {
        var id = record.Id.ToString();
        Arrived[id] = record.Document;
        var chance = IsQuiet ? 0 : random.Next(100);
        if (chance >= 97)
            return Failed(id, "no answer");
        if (record.Id.Number > Registries[registry].PassedOf(record.Id.Host.Code) + 1)
            return Failed(id, "out of order");
        if (chance >= 84)
        {
            var wrong = Wrong(registry, record.Document);
            Answers.Add((id, wrong.Kind));
            return new Delivery(SoakWorld.Bytes(wrong.Document), wrong.Signature, null, null);
        }

        var receipt = Deal(registry, record.Document);
        if (chance >= 80)
            return Failed(id, "answer lost");
        Answers.Add((id, null));
        return new Delivery(SoakWorld.Bytes(receipt), keys.Sign(registry, receipt), null, null);
    }

    private Delivery Take(OutboxRecord record)
    {
        var id = record.Id.ToString();
        if (!IsQuiet && random.Next(100) < 4)
            return Failed(id, "queue away");
        Arrived[id] = record.Document;
        _taken[id] = record.Document;
        return Delivery.Accepted;
    }

    private Delivery Failed(string id, string why)
    {
        Answers.Add((id, why));
        return Delivery.Failed(why);
    }

    private sealed class Way(SoakExchange exchange, DeliveryMode mode) : IRegistries
    {
        public DeliveryMode Mode => mode;

        public Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken) =>
            Task.FromResult(mode == DeliveryMode.Http ? exchange.Answer(destination.Code, record) : exchange.Take(record));
    }
}
