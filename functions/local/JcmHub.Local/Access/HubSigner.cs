using JcmHub.Adapters.Signing;
using JcmHub.Flows.Signing;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Access;

/// <summary>The hub's signer of a data directory, where its key is there.</summary>
public static class HubSigner
{
    /// <summary>The signer; null where the data directory holds no key of the hub.</summary>
    public static FileRecordSigner? Of(DataDirectory data)
    {
        var keys = ExchangeKeys.In(data);
        return File.Exists(keys.HubPrivateKey) && File.Exists(keys.HubPublicKey)
            ? new FileRecordSigner(keys.HubPrivateKey, new KeyBook([VerificationKey.Parse(File.ReadAllBytes(keys.HubPublicKey))]))
            : null;
    }
}
