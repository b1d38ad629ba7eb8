using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>Registries with the fence of D5 and nothing behind it: each record once, in order, a known one answered as the first time.</summary>
internal sealed class FencedRegistries : IRegistries
{
    private readonly ConcurrentDictionary<(string Host, Destination Destination), List<RecordId>> _applied = new();

    public DeliveryMode Mode => DeliveryMode.Http;

    /// <summary>How often anything was sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>Lets the test answer in the registry's place; null lets the registry answer.</summary>
    public Func<OutboxRecord, Delivery?> Instead { get; set; } = _ => null;

    /// <summary>Lets the test wait while a record is on its way.</summary>
    public Func<OutboxRecord, Task> OnTheWay { get; set; } = _ => Task.CompletedTask;

    /// <summary>From now on records are held on their way: the one completes when the first is, the other lets them all through.</summary>
    public (Task OnTheWay, TaskCompletionSource LetThrough) Hold()
    {
        var (onTheWay, letThrough) = (new TaskCompletionSource(), new TaskCompletionSource());
        OnTheWay = _ =>
        {
            onTheWay.TrySetResult();
            return letThrough.Task;
        };
        return (onTheWay.Task, letThrough);
    }

    /// <summary>The records applied of one stream, in order.</summary>
    public IReadOnlyList<RecordId> Applied(string host, Destination destination) =>
        _applied.TryGetValue((host, destination), out var applied) ? applied : [];

    public async Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken)
    {
        lock (_applied)
            Attempts++;
        await OnTheWay(record);
        if (Instead(record) is { } instead)
            return instead;
        var applied = _applied.GetOrAdd((record.Id.Host.Code, destination), _ => []);
        lock (applied)
        {
            if (record.Id.Number > applied.Count + 1)
                return new Delivery(null, null, "out of order", null);
            if (record.Id.Number == applied.Count + 1)
                applied.Add(record.Id);
        }

        return Answer(record);
    }

    /// <summary>A signed receipt; with codes, a refusal.</summary>
    public static Delivery Answer(OutboxRecord record, params string[] codes) => Answer(record.Id, record.Digest, codes);

    /// <summary>The same of a record that is known by its address and digest.</summary>
    public static Delivery Answer(RecordId id, string digest, params string[] codes) => Signed(Receipt(id, digest, codes), id.Destination.Code);

    /// <summary>Bytes of JSON, signed by someone over their canonical form.</summary>
    public static Delivery Signed(byte[] receipt, string sender)
    {
        using var json = JsonDocument.Parse(receipt);
        return new Delivery(receipt, TestKeys.Sign(sender, CanonicalJson.Canonicalize(json.RootElement)), null, null);
    }

    /// <summary>A receipt; with codes, a refusal.</summary>
    public static byte[] Receipt(OutboxRecord record, params string[] codes) => Receipt(record.Id, record.Digest, codes);

    private static byte[] Receipt(RecordId id, string digest, string[] codes) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["documentType"] = "receipt",
        ["schemaVersion"] = "1.0",
        ["registry"] = id.Destination.Code,
        ["hostParty"] = id.Host.Code,
        ["streamNumber"] = id.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["record"] = new JsonObject { ["id"] = id.ToString(), ["digest"] = digest },
        ["outcome"] = codes.Length == 0 ? "applied" : "refused",
        ["appliedOn"] = "2026-11-24",
        ["blocks"] = new JsonArray(),
        ["codes"] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]),
    }.ToJsonString());
}
