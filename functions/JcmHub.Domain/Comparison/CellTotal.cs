namespace JcmHub.Domain.Comparison;

/// <summary>A cell's tonnes on both sides.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Hub">As the hub's ledger has them at the cut.</param>
/// <param name="Registry">As the registry has them.</param>
/// <param name="InFlight">What of the difference is explained by records that the registry has applied and whose receipts are not in yet.</param>
public readonly record struct CellTotal(HoldingCell Cell, long Hub, long Registry, long InFlight);
