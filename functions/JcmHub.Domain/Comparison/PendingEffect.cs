using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// What a record does to the registry's holdings, where the registry has passed it and the hub's ledger does not show its whole outcome
/// yet: there is no receipt, so that it may also have been refused, or the receipt is still being booked in parts.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="To">The cell that receives.</param>
/// <param name="Tonnes">How much.</param>
/// <param name="From">The cell that gives, without the kind of its account; none where the cell receives units that are new to the registry.</param>
/// <param name="Serials">Which units move, under the registry's own numbers; newly issued units have none that the hub could know.</param>
public sealed record PendingEffect(RecordId Record, HoldingCell To, long Tonnes, HoldingCell? From, SerialRange? Serials);
