using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Local.Tests.Registries;

/// <summary>What a registry does with a record that is not the hub's: refuses it with a code, and takes no number (D6).</summary>
public sealed class RegistrySignatureTests(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("none at all", "signature-malformed")]
    [InlineData("of other bytes", "signature-wrong")]
    [InlineData("by an unknown sender", "signature-key-unknown")]
    [InlineData("by another registry", "signature-key-unknown")]
    [InlineData("with none as algorithm", "signature-algorithm")]
    public async Task Post_RecordWithASignature_IsRefusedAndMovesNothing(string which, string code)
    {
        var record = Records.ThaiIssuance();
        var good = host.Sign(record);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = which switch
        {
            "none at all" => null,
            "of other bytes" => host.Sign(Records.ThaiIssuance(2)),
            "by an unknown sender" => DetachedSignature.Sign(stranger, VerificationKey.Of(stranger, VerificationKey.Hub, default).KeyId, Canonical(record)),
            "by another registry" => DetachedSignature.Sign(stranger, host.KeyOf("JP").KeyId, Canonical(record)),
            _ => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"alg":"none","kid":"{{DetachedSignature.KeyIdOf(good)}}"}""")).TrimEnd('=')}..{good.Split('.')[2]}",
        };

        using var response = await host.PostAsync("TH", record, signature);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal((HttpStatusCode.Unauthorized, code), (response.StatusCode, problem["code"]!.GetValue<string>()));
        Assert.Empty((await host.HoldingsAsync("TH")).Blocks);
    }

    private static byte[] Canonical(JsonObject record)
    {
        using var json = JsonDocument.Parse(record.ToJsonString());
        return CanonicalJson.Canonicalize(json.RootElement);
    }
}
