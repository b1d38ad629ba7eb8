using System.Security.Cryptography;
using JcmHub.Flows.Signing;

namespace JcmHub.Local.Registries;

/// <summary>What a simulated registry signs its receipts with, and whose records it takes.</summary>
/// <param name="Pair">Its key pair.</param>
/// <param name="KeyId">The name of that.</param>
/// <param name="Senders">The hub's public keys.</param>
public sealed record RegistrySigning(ECDsa Pair, string KeyId, IReadOnlyList<VerificationKey> Senders)
{
    /// <summary>Clocks differ: a record may be so far ahead of ours, and is refused beyond. How old it is does not matter (D6).</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Why a record's signature does not count, as a code; null where it does.</summary>
    internal string? Check(RegistryRecord record, string? signature, DateTimeOffset now) =>
        record.Time > now + Ahead
            ? "record-in-the-future"
            : DetachedSignature.Check(signature, record.Canonical.Span, record.Time, keyId => Senders.FirstOrDefault(key => key.KeyId == keyId));

    /// <summary>The signature of a receipt, over its canonical form.</summary>
    internal string Sign(ReadOnlySpan<byte> canonical)
    {
        lock (Pair)
            return DetachedSignature.Sign(Pair, KeyId, canonical);
    }
}
