using System.Security.Cryptography;
using JcmHub.Flows.Signing;

namespace JcmHub.Soak.Ledgers;

/// <summary>Signs with a key of this run; what it signed is not looked at here.</summary>
internal sealed class PassingSigner : IRecordSigner, IDisposable
{
    private readonly ECDsa _pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public PassingSigner() => Key = VerificationKey.Of(_pair, VerificationKey.Hub, DateTimeOffset.UnixEpoch);

    public VerificationKey Key { get; }

    public Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken) =>
        Task.FromResult(DetachedSignature.Sign(_pair, Key.KeyId, canonical.Span));

    public void Dispose() => _pair.Dispose();
}
