using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace JcmHub.Local.Host.Http;

/// <summary>The host's keys. A key that is not configured is nobody's: what asks for it is refused.</summary>
internal sealed class FunctionKeys(string? hostKey, string? masterKey)
{
    /// <summary>Whether a request shows a key for a level, in the header <c>x-functions-key</c> or the query's <c>code</c>.</summary>
    public bool Permit(AuthorizationLevel level, HttpRequest request) => level switch
    {
        AuthorizationLevel.Anonymous => true,
        AuthorizationLevel.Function => Shown(request) is { } key && (Same(key, hostKey) || Same(key, masterKey)),
        _ => Shown(request) is { } key && Same(key, masterKey),
    };

    private static string? Shown(HttpRequest request) => request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"];

    private static bool Same(string shown, string? known) => !string.IsNullOrEmpty(known)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(known)));
}
