using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Ledger;

/// <summary>A line of the allocation with the unit numbers drawn for it.</summary>
public sealed record IssuanceLine(AllocationLine Allocation, SerialRange Units);
