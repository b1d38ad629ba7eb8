using JcmHub.Domain.Ledger;

namespace JcmHub.Domain.Comparison;

/// <summary>Units that one side says are held, under the registry's own numbers.</summary>
public readonly record struct HeldRange(SerialRange Serials, HoldingCell Cell);
