using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>A registry that fetches its records: it verifies each, is the fence, and signs its receipts; it acts on nothing else.</summary>
internal sealed class FetchingRegistry
{
    private readonly List<(RecordId Id, Delivery Receipt)> _applied = [];

    /// <summary>What it applied, in order.</summary>
    public IEnumerable<long> Applied => _applied.Select(each => each.Id.Number);

    /// <summary>Takes a record; its receipt, the first one where it is known, or null where it is not the next.</summary>
    public Delivery? Take(FetchedRecord fetched)
    {
        using var json = JsonDocument.Parse(fetched.Body);
        var canonical = CanonicalJson.Canonicalize(json.RootElement);
        Assert.Equal(fetched.Body, canonical);
        Assert.Equal("application/cloudevents+json", fetched.ContentType);
        Assert.Null(DetachedSignature.Check(fetched.Signature, canonical, json.RootElement.GetProperty("time").GetDateTimeOffset(), _ => TestKeys.Hub.Key));
        var id = RecordId.Parse(json.RootElement.GetProperty("id").GetString()!);
        if (id.Number > _applied.Count + 1)
            return null;
        if (id.Number == _applied.Count + 1)
            _applied.Add((id, FencedRegistries.Answer(id, CanonicalJson.Digest(canonical))));
        return _applied[(int)id.Number - 1].Receipt;
    }
}

/// <summary>What a registry finds in its queue or container.</summary>
internal sealed record FetchedRecord(byte[] Body, string ContentType, string Signature);
