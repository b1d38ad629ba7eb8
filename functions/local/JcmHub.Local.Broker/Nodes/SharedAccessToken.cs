using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>A shared access signature as Service Bus defines it: <c>SharedAccessSignature sr=…&amp;sig=…&amp;se=…&amp;skn=…</c>.</summary>
/// <param name="Path">Path of the resource it is for, without slashes at its ends; empty for the whole namespace.</param>
/// <param name="Expires">From when on it is worth nothing.</param>
internal sealed record SharedAccessToken(string Path, DateTimeOffset Expires)
{
    const string Scheme = "SharedAccessSignature ";

    /// <summary>The token, when its signature is by this key and its time is not over; else null and why.</summary>
    public static SharedAccessToken? Verify(string text, string keyName, string key, DateTimeOffset now, out string why)
    {
        why = "The token is no shared access signature.";
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var fields = text[Scheme.Length..].Split('&').Select(f => f.Split('=', 2)).Where(f => f.Length == 2)
            .GroupBy(f => f[0]).ToDictionary(g => g.Key, g => g.First()[1]);
        if (!fields.TryGetValue("sr", out var resource) || !fields.TryGetValue("sig", out var signature)
            || !fields.TryGetValue("se", out var expiry) || !fields.TryGetValue("skn", out var name)
            || !long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return null;

        why = "The token's signature does not match its key.";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}")));
        if (Uri.UnescapeDataString(name) != keyName
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Uri.UnescapeDataString(signature)))) return null;

        why = "The token has expired.";
        var expires = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (expires <= now) return null;

        why = "The token's resource is no address.";
        return Uri.TryCreate(Uri.UnescapeDataString(resource), UriKind.Absolute, out var address)
            ? new SharedAccessToken(Uri.UnescapeDataString(address.AbsolutePath).Trim('/'), expires)
            : null;
    }

    /// <summary>Whether it opens an entity: the one it names or anything below it.</summary>
    public bool Covers(string entity, DateTimeOffset now) => Expires > now
        && (Path.Length == 0 || entity.Equals(Path, StringComparison.OrdinalIgnoreCase)
            || (entity.StartsWith(Path, StringComparison.OrdinalIgnoreCase) && entity[Path.Length] == '/'));
}
