using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Issuance;

internal static partial class LedgerLog
{
    [LoggerMessage(3011, LogLevel.Error, "The checkpoint of {Host} at entry {Entry} is not as it was written; it is passed over, and the journal read instead")]
    public static partial void CheckpointChanged(this ILogger log, PartyId host, long entry);

    [LoggerMessage(3012, LogLevel.Error, "{Record} would have been written against its schema; nothing of its entry was stored: {Errors}")]
    public static partial void RecordAgainstItsSchema(this ILogger log, RecordId record, string errors);

    [LoggerMessage(3013, LogLevel.Error, "Entry {Entry} of {Host}'s ledger, command {Command}, was not stored: its journal would not verify ({Code}: {Detail})")]
    public static partial void EntryDoesNotHold(this ILogger log, PartyId host, long entry, string command, string code, string detail);

    [LoggerMessage(3015, LogLevel.Error, "Entry {Entry} of {Host}'s ledger, command {Command}, was not stored: it takes {Rows} rows")]
    public static partial void EntryTooLarge(this ILogger log, PartyId host, long entry, string command, int rows);

    [LoggerMessage(3014, LogLevel.Error, "The journal of {Host} does not hold; no checkpoint of it is kept")]
    public static partial void JournalBroken(this ILogger log, PartyId host, Exception failure);
}
