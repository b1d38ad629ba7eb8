using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Issuance;

/// <summary>Writes a host's journal out, one entry a line, byte for byte as it is stored.</summary>
public static class ExportJournal
{
    /// <summary>Writes every entry up to the head as it is now.</summary>
    /// <returns>How many entries were written; 0 where the host has no ledger.</returns>
    public static async Task<long> WriteAsync(ILedgerRows rows, PartyId host, Stream destination, CancellationToken cancellationToken)
    {
        var view = new LedgerView(rows, host);
        var last = (await view.HeadAsync(cancellationToken)).LastEntry;
        await foreach (var line in view.JournalAsync(1, last, cancellationToken))
        {
            await destination.WriteAsync(line.Body, cancellationToken);
            await destination.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }

        return last;
    }
}
