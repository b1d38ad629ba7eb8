using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Records whose rows cannot be read, as far as the ledger knows them otherwise: the digest by the journal, cause and units by the row of what
/// caused them. Their words are lost. The whole journal is read for it, which is slow, and rare.
/// </summary>
internal static class LostRecords
{
    /// <summary>A record that was announced, without its document and signature.</summary>
    /// <exception cref="InvalidDataException">The journal announces no such record.</exception>
    public static async Task<OutboxRecord> RestoreAsync(LedgerView view, RecordId id, CancellationToken cancellationToken)
    {
        var (entry, digest) = await AnnouncementAsync(view, id, cancellationToken);
        var (cause, units) = await CauseAsync(view, id, cancellationToken) ?? (RecordCause.Correction(entry.Command), []);
        var blocks = new List<UnitBlock>();
        if (id.Destination.Party is { } registry)
        {
            foreach (var range in units)
                blocks.AddRange(await view.BlocksAsync(registry, range, cancellationToken));
        }

        return new OutboxRecord(id, cause, blocks, entry.Time, entry.Number, digest, string.Empty, string.Empty);
    }

    private static async Task<(JournalEntry Entry, string Digest)> AnnouncementAsync(LedgerView view, RecordId id, CancellationToken cancellationToken)
    {
        await foreach (var line in view.JournalAsync(1, (await view.HeadAsync(cancellationToken)).LastEntry, cancellationToken))
        {
            var entry = JournalLine.Read(line.Body);
            if (entry.Change.Records.FirstOrDefault(record => record.Id == id) is { } announced)
                return (entry, announced.Digest);
        }

        throw new InvalidDataException($"The journal of {view.Host} announces no record {id}.");
    }

    /// <summary>What caused a record, and its units; null of what told the market beside a decision: no row remembers that, and nothing is booked on it.</summary>
    private static async Task<(RecordCause Cause, IReadOnlyList<SerialRange> Units)?> CauseAsync(LedgerView view, RecordId id, CancellationToken cancellationToken)
    {
        await foreach (var row in view.RangeAsync(LedgerKeys.Issuance(""), cancellationToken))
        {
            var issuance = LedgerJson.Read<Domain.Ledger.Issuance>(row.Body);
            if (issuance.Records.LastOrDefault(record => record.Id == id) is { } record)
                return (RecordCause.Issuance(issuance.Decision.Id), record.Units);
        }

        await foreach (var row in view.RangeAsync(OperationParts.Key(""), cancellationToken))
        {
            var operation = LedgerJson.Read<Operation>(row.Body);
            if (operation.Record == id)
                return (RecordCause.Operation(operation.Request.Key), operation.Units);
        }

        await foreach (var row in view.RangeAsync(LedgerKeys.Correction(""), cancellationToken))
        {
            var correction = LedgerJson.Read<Correction>(row.Body);
            if (correction.Record == id)
                return (RecordCause.Correction(correction.Id), correction.Units);
        }

        return null;
    }
}
