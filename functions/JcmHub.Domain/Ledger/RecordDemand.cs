namespace JcmHub.Domain.Ledger;

/// <summary>What a record asks of its destination; <see cref="ReceiptRules"/> hold its receipt against it.</summary>
/// <param name="Kind">The record's kind.</param>
/// <param name="Blocks">The units that it asks about, as they lie reserved in the destination's registry; none where it only tells of something.</param>
/// <param name="RestsOn">The day of what it rests on (decision, approval, obligation or request): nothing can be done on it before.</param>
/// <param name="ToAccount">The account into which it moves the units; null where they come to, or stay in, their own.</param>
public sealed record RecordDemand(RecordKind Kind, IReadOnlyList<UnitBlock> Blocks, DateOnly RestsOn, string? ToAccount = null);
