using System.Diagnostics.CodeAnalysis;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>An ordered stream of records: from a host Party's ledger to a destination (D5). Written <c>TH.JP</c>.</summary>
public readonly record struct StreamId(PartyId Host, Destination Destination)
{
    /// <summary>The stream of a message's subject: a stream's name or a record's address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamId stream)
    {
        stream = default;
        if (RecordId.TryParse(text, out var record))
        {
            stream = new StreamId(record.Host, record.Destination);
            return true;
        }

        if (text?.Split('.') is not [var host, var destination]
            || !PartyId.TryParse(host, out var hostParty) || !Destination.TryParse(destination, out var end))
            return false;
        stream = new StreamId(hostParty, end);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Host}.{Destination}";
}
