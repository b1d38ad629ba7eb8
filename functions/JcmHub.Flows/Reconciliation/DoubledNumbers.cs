using JcmHub.Domain.Comparison;

namespace JcmHub.Flows.Reconciliation;

/// <summary>Numbers of a registry that two hosts' ledgers hold, with the records by whose receipts they got them; a record is null where no issuance tells it.</summary>
internal sealed record DoubledNumbers(NumbersGivenTwice Twice, string? Record, string? OtherRecord);
