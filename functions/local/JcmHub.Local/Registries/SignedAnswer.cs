using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Local.Registries;

/// <summary>A receipt as it leaves the registry, signed, and wrong where the registry was told to be.</summary>
internal static class SignedAnswer
{
    public static (byte[] Receipt, string Signature) Of(byte[] receipt, RegistrySigning signing, RegistryFaults faults)
    {
        if (faults.WrongReceipt)
            receipt = ForAnotherRecord(receipt);
        using var json = JsonDocument.Parse(receipt);
        var canonical = CanonicalJson.Canonicalize(json.RootElement);
        if (faults.WrongSignature)
            return (receipt, signing.Sign([.. canonical, (byte)' ']));
        if (!faults.UnknownSender)
            return (receipt, signing.Sign(canonical));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (receipt, DetachedSignature.Sign(stranger, VerificationKey.Of(stranger, "stranger", default).KeyId, canonical));
    }

    private static byte[] ForAnotherRecord(byte[] receipt)
    {
        var json = JsonNode.Parse(receipt)!;
        var record = json["record"]!;
        record["id"] = (string)record["id"]! + "0";
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }
}
