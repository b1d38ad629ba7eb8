namespace JcmHub.Domain.Ledger.Journal;

/// <summary>An entry's place in the chain.</summary>
/// <param name="Number">Dense from 1.</param>
/// <param name="Time">Never before that of the entry before.</param>
/// <param name="PreviousHash">The hash of the entry before; empty for the first.</param>
/// <param name="Hash">The hash of this entry's own bytes.</param>
public readonly record struct JournalLink(long Number, DateTimeOffset Time, string PreviousHash, string Hash);
