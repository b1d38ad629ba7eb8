using System.Security.Cryptography;

namespace JcmHub.Flows;

/// <summary>The identity of bytes: <c>sha-256:</c> and the lower-case hex digest.</summary>
public static class ContentHash
{
    /// <summary>The hash of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => "sha-256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
