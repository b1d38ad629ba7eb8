using System.Security.Cryptography;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Signing;

/// <summary>Signs with a private key from a file (PKCS #8 PEM, P-256), as on one machine.</summary>
public sealed class FileRecordSigner : IRecordSigner, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create();
    private readonly Lock _turn = new();

    /// <param name="privateKeyFile">The private key.</param>
    /// <param name="book">The public keys, of which it must be one of the hub's.</param>
    /// <exception cref="InvalidDataException">The key is not among the hub's public keys.</exception>
    public FileRecordSigner(string privateKeyFile, KeyBook book)
    {
        _key.ImportFromPem(File.ReadAllText(privateKeyFile));
        var keyId = VerificationKey.Of(_key, VerificationKey.Hub, default).KeyId;
        Key = book.Find(keyId) is { Owner: VerificationKey.Hub } key
            ? key
            : throw new InvalidDataException($"The key of {privateKeyFile} ({keyId}) is not among the hub's public keys.");
    }

    /// <inheritdoc />
    public VerificationKey Key { get; }

    /// <inheritdoc />
    public Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken)
    {
        // An ECDsa serves one caller at a time.
        lock (_turn)
            return Task.FromResult(DetachedSignature.Sign(_key, Key.KeyId, canonical.Span));
    }

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
