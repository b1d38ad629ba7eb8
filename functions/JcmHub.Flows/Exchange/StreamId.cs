using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>An ordered stream of records: from a host Party's ledger to a destination (D5). Written <c>TH.JP</c>.</summary>
public readonly record struct StreamId(PartyId Host, Destination Destination)
{
    /// <inheritdoc />
    public override string ToString() => $"{Host}.{Destination}";
}
