namespace JcmHub.Flows.Signing;

/// <summary>Signs in the hub's name. Where the private key lies, a file or a vault, is the adapter's affair.</summary>
public interface IRecordSigner
{
    /// <summary>The key's public part.</summary>
    VerificationKey Key { get; }

    /// <summary>A detached signature (<see cref="DetachedSignature"/>) over canonical bytes.</summary>
    Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken);
}
