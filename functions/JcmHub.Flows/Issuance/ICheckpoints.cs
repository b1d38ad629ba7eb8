using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>Where checkpoints are kept: blobs that are created once and never changed.</summary>
public interface ICheckpoints
{
    /// <summary>The newest checkpoint of a host's ledger at or before an entry, and its bytes as they lie there; null where there is none.</summary>
    Task<(long Entry, byte[] Content)?> FindAsync(PartyId host, long atMost, CancellationToken cancellationToken);

    /// <summary>Keeps the checkpoint after an entry; false, and nothing changed, where there is one already.</summary>
    Task<bool> AddAsync(PartyId host, long entry, Stream content, CancellationToken cancellationToken);
}
