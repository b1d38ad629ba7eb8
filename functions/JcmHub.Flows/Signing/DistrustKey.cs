using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Signing;

/// <summary>
/// An operator distrusts a compromised key, in the journal of each host where it could count: the ledgers that know it, and those that
/// would enter it at its first signature. What was journalled before stays proved (D6).
/// </summary>
public sealed class DistrustKey(RuleBook rules, KeyBook book, KeyRing keys)
{
    /// <summary>Distrusts a key; the same again changes nothing, and ends what a dead process began.</summary>
    /// <returns>
    /// The key, and from which entry on each host's journal distrusts it. Refusals: the schema's codes (400), <c>signature-key-unknown</c> (404),
    /// <c>key-owner</c> (422), and those of the ledger.
    /// </returns>
    public async Task<Outcome<JsonObject>> RunAsync(string keyId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        if (rules.Schemas.Check(DocumentSchemas.KeyDistrust, document) is { Count: > 0 } errors)
            return Refusal.Of(RefusalKind.Malformed, errors);
        if (!VerificationKey.IsKeyId(keyId))
            return Unknown(keyId);
        using var json = JsonDocument.Parse(document);
        var (owner, reason) = (json.RootElement.Text("owner"), json.RootElement.Text("reason"));

        var given = book.Find(keyId);
        var key = given;
        var hosts = new List<PartyId>();
        foreach (var host in rules.Hosts)
        {
            var known = await keys.KnownAsync(host.Id, keyId, cancellationToken);
            key ??= known?.Key;
            if (known is not null || (given is not null && CouldCount(given, host.Id)))
                hosts.Add(host.Id);
        }

        if (key is null)
            return Unknown(keyId);
        if (key.Owner != owner)
            return new Refusal(RefusalKind.BreaksRule, "key-owner", $"The key {keyId} is that of {key.Owner}, not of {owner}.", $"鍵{keyId}は{owner}ではなく{key.Owner}の鍵です。");
        var distrusted = new JsonArray();
        foreach (var host in hosts)
        {
            var done = await keys.DistrustAsync(host, keyId, reason, caller.Author, cancellationToken);
            if (done.IsRefused)
                return done.Refusal;
            distrusted.Add(new JsonObject { ["host"] = host.Code, ["fromEntry"] = done.Value.DistrustedFrom });
        }

        return new JsonObject { ["keyId"] = keyId, ["owner"] = owner, ["distrusted"] = distrusted };
    }

    private static Refusal Unknown(string keyId) =>
        new(RefusalKind.NotFound, "signature-key-unknown", $"No key {keyId} is known here.", $"鍵{keyId}は登録されていません。");

    /// <summary>A partner's registry receipts its own host's records only; the hub, Japan and GX-ETS sign for every host.</summary>
    private static bool CouldCount(VerificationKey key, PartyId host) =>
        !PartyId.TryParse(key.Owner, out var party) || party == PartyId.Japan || party == host;
}
