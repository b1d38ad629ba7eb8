using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Issuance;

/// <summary>Writes a host's journal out, one entry a line, byte for byte as it is stored, and a closing statement of its head.</summary>
public static class ExportJournal
{
    /// <summary>Writes every entry up to the head as it is now, and that head.</summary>
    /// <param name="rows">The ledger's rows.</param>
    /// <param name="host">The host.</param>
    /// <param name="signer">The hub's key; null where it is not at hand; then, or where the journal does not know it, the statement is unsigned.</param>
    /// <param name="time">The time.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>What it ends with; null, and nothing is written, where the host has no entries.</returns>
    public static async Task<JournalClosing?> WriteAsync(
        ILedgerRows rows, PartyId host, IRecordSigner? signer, TimeProvider time, Stream destination, CancellationToken cancellationToken)
    {
        var view = new LedgerView(rows, host);
        var last = await view.HeadAsync(cancellationToken);
        if (last.LastEntry == 0)
            return null;
        await foreach (var line in view.JournalAsync(1, last.LastEntry, cancellationToken))
            await WriteLineAsync(destination, line.Body, cancellationToken);
        var known = await JournalClosing.KnownAsync(view, signer, cancellationToken);
        var closing = new JournalClosing(host, new JournalHead(last.LastEntry, last.LastHash), time.GetUtcNow(), known?.Key);
        await WriteLineAsync(destination, await closing.WriteAsync(known, cancellationToken), cancellationToken);
        return closing;
    }

    private static async Task WriteLineAsync(Stream destination, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(line, cancellationToken);
        await destination.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}
