using System.Diagnostics.CodeAnalysis;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Exchange;

/// <summary>What a message of the record queues says: that a stream has work, at least this record. It may be late, double or missing (D5).</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Record">The number of the record that the message carries; null where it only wakes.</param>
public readonly record struct StreamHint(StreamId Stream, long? Record)
{
    /// <summary>The hint of a message's subject: a record's address, or a stream's name such as <c>TH.JP</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamHint hint)
    {
        hint = default;
        if (RecordId.TryParse(text, out var record))
        {
            hint = new StreamHint(new StreamId(record.Host, record.Destination), record.Number);
            return true;
        }

        if (text?.Split('.') is not [var host, var destination]
            || !PartyId.TryParse(host, out var hostParty) || !Destination.TryParse(destination, out var end))
            return false;
        hint = new StreamHint(new StreamId(hostParty, end), null);
        return true;
    }
}
