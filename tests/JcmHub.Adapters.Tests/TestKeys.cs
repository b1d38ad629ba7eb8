using System.Security.Cryptography;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Tests;

/// <summary>Keys of the tests' hub and registries, made anew in each run.</summary>
internal sealed class TestKeys(string name) : IRecordSigner
{
    private static readonly DateTimeOffset Since = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, (ECDsa Pair, VerificationKey Key)> Pairs = [];

    /// <summary>The hub's signer.</summary>
    public static TestKeys Hub { get; } = new(VerificationKey.Hub);

    public VerificationKey Key => PairOf(name).Key with { Owner = VerificationKey.Hub };

    /// <summary>The public key of an owner.</summary>
    public static VerificationKey Of(string owner) => PairOf(owner).Key;

    /// <summary>Signs in an owner's name.</summary>
    public static string Sign(string owner, ReadOnlySpan<byte> canonical)
    {
        lock (Pairs)
            return DetachedSignature.Sign(PairOf(owner).Pair, PairOf(owner).Key.KeyId, canonical);
    }

    public Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken) =>
        Task.FromResult(Sign(name, canonical.Span));

    private static (ECDsa Pair, VerificationKey Key) PairOf(string owner)
    {
        lock (Pairs)
        {
            if (!Pairs.TryGetValue(owner, out var pair))
            {
                var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                Pairs[owner] = pair = (made, VerificationKey.Of(made, owner, Since));
            }

            return pair;
        }
    }
}
