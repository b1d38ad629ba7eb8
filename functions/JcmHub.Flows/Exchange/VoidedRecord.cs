using JcmHub.Domain.Ledger;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>A record that can no longer be sent, and what is sent under its number.</summary>
/// <param name="Row">Its row in the outbox.</param>
/// <param name="Record">The record.</param>
/// <param name="Content">What the void record says.</param>
internal sealed record VoidedRecord(StoredRow Row, OutboxRecord Record, VoidContent Content);
