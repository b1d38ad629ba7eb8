using System.Text.Json.Nodes;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Signing;

/// <summary>
/// The public keys of the hub, the registries and GX-ETS as a JSON Web Key Set (RFC 7517), for anyone: whoever checks a record
/// or a proof compares its keys with these.
/// </summary>
public sealed class PublishKeys(RuleBook rules, KeyBook book, KeyRing keys, Ledger ledger, TimeProvider time)
{
    /// <summary>Anyone may ask, as often as they like: the ledgers are read once in so long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private Published? _published;

    /// <summary>The set. Beside the members of RFC 7517 each key has its owner, its period, and the hosts whose journals distrust it, from which entry on.</summary>
    public async Task<JsonObject> ReadAsync(CancellationToken cancellationToken)
    {
        var published = _published;
        if (published is null || time.GetUtcNow() >= published.Until)
            _published = published = new Published((await WriteAsync(cancellationToken)).ToJsonString(), time.GetUtcNow() + Fresh);
        return JsonNode.Parse(published.Text)!.AsObject();
    }

    private async Task<JsonObject> WriteAsync(CancellationToken cancellationToken)
    {
        var distrusted = new Dictionary<string, JsonObject>();
        foreach (var host in rules.Hosts)
        {
            foreach (var keyId in (await ledger.View(host.Id).HeadAsync(cancellationToken)).DistrustedKeys)
            {
                if (!distrusted.TryGetValue(keyId, out var hosts))
                    distrusted[keyId] = hosts = [];
                hosts[host.Id.Code] = (await keys.KnownAsync(host.Id, keyId, cancellationToken))!.DistrustedFrom;
            }
        }

        return new JsonObject { ["keys"] = new JsonArray([.. book.All.Select(key => key.WriteJwk(distrusted.GetValueOrDefault(key.KeyId)))]) };
    }

    private sealed record Published(string Text, DateTimeOffset Until);
}
