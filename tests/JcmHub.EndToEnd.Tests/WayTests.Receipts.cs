using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using JcmHub.Local.Access;

namespace JcmHub.EndToEnd.Tests;

/// <summary>Receipts that are pushed: what does not come from the registry itself, about this very record, is refused with its code and moves nothing.</summary>
public sealed partial class WayTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>While a record waits for its registry, receipts for it come from everywhere.</summary>
    private async Task IsReceiptedByItsRegistryOnlyAsync(string record)
    {
        var (_, before) = await hub.GetAsync($"transactions/{record}", "reviewer");
        Assert.Equal("recorded", before["state"]!.GetValue<string>());
        var receipt = ReceiptOf(record, before["digest"]!.GetValue<string>());
        var signed = Signed(receipt, KeyOf("JP"));
        var registry = hub.Stack.Tokens.Issue("registry", "JP", Hour);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var header = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"alg":"none","kid":"{{DetachedSignature.KeyIdOf(signed)}}"}""")).TrimEnd('=');
        var claims = registry.Split('.')[1];

        await RefusedAsync(422, "signature-malformed", receipt, null, registry);
        await RefusedAsync(422, "signature-wrong", receipt, Signed(ReceiptOf(record, "sha-256:" + new string('0', 64)), KeyOf("JP")), registry);
        await RefusedAsync(422, "signature-algorithm", receipt, $"{header}..{signed.Split('.')[2]}", registry);
        await RefusedAsync(422, "signature-key-unknown", receipt, Signed(receipt, stranger), registry);
        await RefusedAsync(422, "signature-other-sender", receipt, Signed(receipt, KeyOf("TH")), registry);
        var other = ReceiptOf(record, "sha-256:" + new string('0', 64));
        await RefusedAsync(422, "receipt-for-another-record", other, Signed(other, KeyOf("JP")), registry);

        await RefusedAsync(401, "token-missing", receipt, signed, null);
        await RefusedAsync(401, "token-algorithm", receipt, signed, $"{Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8).TrimEnd('=')}.{claims}.");
        await RefusedAsync(401, "token-expired", receipt, signed, ExpiredToken());
        await RefusedAsync(403, "wrong-party", receipt, signed, hub.Stack.Tokens.Issue("registry", "TH", Hour));
        await RefusedAsync(403, "role-not-allowed", receipt, signed, hub.Stack.Tokens.Issue("participant", "TH", Hour));

        Assert.Equal(before.ToJsonString(), (await hub.GetAsync($"transactions/{record}", "reviewer")).Body.ToJsonString());
        Assert.Empty((await hub.HoldingsAsync("JP"))["blocks"]!.AsArray());
    }

    /// <summary>A record that has its receipt takes that one again, and no other; anyone may compare the keys that prove it.</summary>
    private async Task IsReceiptedOnceAsync(string record)
    {
        var registry = hub.Stack.Tokens.Issue("registry", "JP", Hour);
        var (_, proof) = await hub.GetAsync($"transactions/{record}/proof", "reviewer");
        var receipt = Encoding.UTF8.GetBytes(proof["receipt"]!.ToJsonString());
        var signature = proof["receiptSignature"]!.GetValue<string>();
        Assert.Equal((200, null), await AcknowledgeAsync(receipt, signature, registry));
        Assert.Equal((200, null), await AcknowledgeAsync(receipt, Signed(receipt, KeyOf("JP")), registry));

        var other = Encoding.UTF8.GetBytes(proof["receipt"]!.DeepClone().AsObject().With("appliedOn", "2025-01-01").ToJsonString());
        await RefusedAsync(422, "signature-wrong", other, signature, registry);
        await RefusedAsync(422, "receipt-differs", other, Signed(other, KeyOf("JP")), registry);

        var (status, _, keys) = await hub.GetOpenlyAsync("keys");
        Assert.Equal(200, status);
        var (proofFile, keysFile) = (Path.Combine(hub.Stack.Data.Root, "proof.json"), Path.Combine(hub.Stack.Data.Root, "keys.json"));
        await File.WriteAllTextAsync(proofFile, proof.ToJsonString());
        await File.WriteAllBytesAsync(keysFile, keys);
        var (code, output) = await Cli.RunAsync("verify-record", proofFile, "--keys", keysFile, "--json");
        Assert.Equal(0, code);
        Assert.All(JsonNode.Parse(output)!["keys"]!.AsArray(), key => Assert.Equal("trusted", key!["from"]!.GetValue<string>()));
        (code, output) = await Cli.RunAsync("verify-record", proofFile);
        Assert.Equal(0, code);
        Assert.Contains("came from the file itself", output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(keysFile, """{"keys":[]}""");
        (code, output) = await Cli.RunAsync("verify-record", proofFile, "--keys", keysFile, "--json");
        Assert.Equal((1, "key-not-trusted"), (code, JsonNode.Parse(output)!["failure"]!["code"]!.GetValue<string>()));
    }

    private async Task RefusedAsync(int status, string code, byte[] receipt, string? signature, string? token) =>
        Assert.Equal((status, code), await AcknowledgeAsync(receipt, signature, token));

    private async Task<(int, string?)> AcknowledgeAsync(byte[] receipt, string? signature, string? token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Stack.Hub, "registries/JP/acknowledgements")) { Content = new ByteArrayContent(receipt) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null)
            request.Headers.Add(DetachedSignature.Header, signature);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]?.GetValue<string>());
    }

    private static byte[] ReceiptOf(string record, string digest) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["documentType"] = "receipt", ["schemaVersion"] = "1.0", ["registry"] = "JP", ["hostParty"] = "TH", ["streamNumber"] = record.Split('.')[2],
        ["record"] = new JsonObject { ["id"] = record, ["digest"] = digest },
        ["outcome"] = "applied", ["appliedOn"] = "2025-11-12", ["blocks"] = new JsonArray(), ["codes"] = new JsonArray(),
    }.ToJsonString());

    /// <summary>A registry's own private key, from the stack's folder: the test forges nothing that it could not sign.</summary>
    private ECDsa KeyOf(string registry)
    {
        var pair = ECDsa.Create();
        pair.ImportFromPem(File.ReadAllText(Path.Combine(hub.Stack.Data.Keys, "signing", registry + ".pem")));
        return pair;
    }

    private static string Signed(byte[] receipt, ECDsa pair)
    {
        using var json = JsonDocument.Parse(receipt);
        return DetachedSignature.Sign(pair, VerificationKey.Of(pair, string.Empty, default).KeyId, CanonicalJson.Canonicalize(json.RootElement));
    }

    /// <summary>What the stack's issuer gave somebody two hours ago, for one.</summary>
    private string ExpiredToken()
    {
        using var keys = StackKeys.LoadOrCreate(hub.Stack.Data);
        return new TokenIssuer(keys.IssuerSigningKey, new ClockBehind(), []).Issue("registry", "JP", Hour);
    }

    private sealed class ClockBehind : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - (2 * Hour);
    }
}
