using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>The token that opens an entity for some time, as Service Bus defines it.</summary>
internal static class SharedAccessSignature
{
    public static string Make(string resource, string keyName, string key, DateTimeOffset expires)
    {
        var encoded = Uri.EscapeDataString(resource);
        var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{encoded}\n{seconds}"));
        return $"SharedAccessSignature sr={encoded}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={seconds}&skn={Uri.EscapeDataString(keyName)}";
    }
}
