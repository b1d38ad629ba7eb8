using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>The number of the last relayed record of each stream of a host.</summary>
internal sealed record RelayWatermark(IReadOnlyDictionary<Destination, long> Relayed)
{
    public static RelayWatermark Start { get; } = new(new Dictionary<Destination, long>());

    public long Of(Destination destination) => Relayed.GetValueOrDefault(destination);

    public RelayWatermark With(RecordId record) =>
        new(new Dictionary<Destination, long>(Relayed) { [record.Destination] = Math.Max(record.Number, Of(record.Destination)) });
}
