using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>
/// What a record does to the registry's holdings, where the registry has taken it and the hub's ledger at the cut does not show all
/// of that yet.
/// </summary>
/// <param name="To">The cell that receives.</param>
/// <param name="Tonnes">How much.</param>
/// <param name="From">The cell that gives; none where units are issued, or announced to the market.</param>
/// <param name="Serials">Which units, under the registry's own numbers; issued units have none that the hub could know.</param>
public sealed record PendingEffect(HoldingCell To, long Tonnes, HoldingCell? From, SerialRange? Serials)
{
    /// <summary>Whether the registry may as well have refused the record, because the hub has no receipt of it: then nothing shows of it.</summary>
    public bool MayBeRefused { get; init; }
}
