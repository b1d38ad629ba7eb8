using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>The number of the last relayed record of each stream of a host.</summary>
internal sealed record RelayWatermark(IReadOnlyDictionary<PartyId, long> Relayed)
{
    public static RelayWatermark Start { get; } = new(new Dictionary<PartyId, long>());

    public long Of(PartyId destination) => Relayed.GetValueOrDefault(destination);

    public RelayWatermark With(RecordId record) =>
        new(new Dictionary<PartyId, long>(Relayed) { [record.Destination] = Math.Max(record.Number, Of(record.Destination)) });
}
