using JcmHub.Domain;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Files;

/// <summary>Reads the public keys of hub and registries: one JSON file each, so that a new key is one file more.</summary>
public static class KeyFiles
{
    /// <summary>Reads every <c>*.json</c> of a folder.</summary>
    /// <exception cref="InvalidDataException">A file holds no key, or one whose id is not its thumbprint (RFC 7638).</exception>
    public static KeyBook Load(string folder)
    {
        var keys = new List<VerificationKey>();
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                var key = VerificationKey.Parse(ByteOrderMark.SkipIn(File.ReadAllBytes(file)));
                keys.Add(key.IsNamedByThumbprint ? key : throw new InvalidDataException($"{file}: the key's id is not its RFC 7638 thumbprint."));
            }
            catch (System.Text.Json.JsonException fault)
            {
                throw new InvalidDataException($"{file} holds no public key: {fault.Message}", fault);
            }
        }

        return new KeyBook(keys);
    }
}
