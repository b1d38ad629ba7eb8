using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>A dead letter of the ledger: a record that was refused for good. Its units are held where they are (D5).</summary>
/// <param name="Id">The record.</param>
/// <param name="At">When.</param>
/// <param name="Codes">Why.</param>
/// <param name="ReplayedAs">The new record that took its place; null where nothing was done about it.</param>
public sealed record RefusedRecord(RecordId Id, DateTimeOffset At, IReadOnlyList<string> Codes, RecordId? ReplayedAs);
