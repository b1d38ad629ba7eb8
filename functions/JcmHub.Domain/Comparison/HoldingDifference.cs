using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>Units about which hub and registry differ.</summary>
/// <param name="Kind">How.</param>
/// <param name="Cell">Where: as the registry has it, or the hub where only the hub has it.</param>
/// <param name="Tonnes">How much.</param>
/// <param name="Serials">Which, under the registry's own numbers.</param>
/// <param name="HubCell">Of a <see cref="DifferenceKind.StatusMismatch"/>: where the hub has it.</param>
public sealed record HoldingDifference(DifferenceKind Kind, HoldingCell Cell, long Tonnes, SerialRange Serials, HoldingCell? HubCell = null);
