using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// What a record does to the registry's holdings, where the registry has applied it and its receipt is not in the hub's ledger yet.
/// </summary>
/// <param name="To">The cell that receives.</param>
/// <param name="Tonnes">How much.</param>
/// <param name="From">The cell that gives; none where units are issued.</param>
/// <param name="Serials">Which units move, under the registry's own numbers; issued units have none that the hub could know.</param>
public sealed record PendingEffect(HoldingCell To, long Tonnes, HoldingCell? From, SerialRange? Serials);
