using System.Security.Cryptography;

namespace JcmHub.Flows;

/// <summary>The identity of bytes: <c>sha-256:</c> and the lower-case hex digest.</summary>
public static class ContentHash
{
    /// <summary>The hash of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Text(SHA256.HashData(bytes));

    /// <summary>The hash of the bytes that a SHA-256 has seen so far.</summary>
    public static string Of(IncrementalHash seen) => Text(seen.GetCurrentHash());

    private static string Text(byte[] digest) => "sha-256:" + Convert.ToHexStringLower(digest);
}
