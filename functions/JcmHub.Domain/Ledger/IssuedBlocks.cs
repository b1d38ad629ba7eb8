using JcmHub.Domain.Credits;

namespace JcmHub.Domain.Ledger;

/// <summary>What receipts do to blocks, in either issuance flow.</summary>
internal static class IssuedBlocks
{
    /// <summary>The kind of holding account of a recipient.</summary>
    public static AccountType HoldingOf(Recipient recipient) =>
        recipient.Kind == HolderKind.Government ? AccountType.GovernmentHolding : AccountType.EntityHolding;

    /// <summary>Each part of a receipt with the block of that registry which it is about.</summary>
    public static IEnumerable<(UnitBlock Block, ReceiptBlock Receipt)> Matching(IReadOnlyList<UnitBlock> blocks, Receipt receipt) =>
        receipt.Blocks.Select(part =>
            (blocks.Single(block => block.Registry == receipt.Record.Destination && block.Units.Contains(part.Units)), part));

    /// <summary>Issued units are live under the registry's numbers; of a block issued in part, the rest stays awaiting.</summary>
    /// <param name="blocks">The record's blocks.</param>
    /// <param name="receipt">The receipt.</param>
    /// <param name="entry">The entry to write.</param>
    /// <param name="transferredOn">Of a block whose first transfer this issuance is: the day; null of others.</param>
    /// <returns>The live blocks.</returns>
    public static IReadOnlyList<UnitBlock> MakeLive(IReadOnlyList<UnitBlock> blocks, Receipt receipt, LedgerEntry entry, Func<UnitBlock, DateOnly?>? transferredOn = null)
    {
        var live = new List<UnitBlock>();
        foreach (var (block, issued) in Matching(blocks, receipt))
        {
            var whole = issued.Units == block.Units;
            var (head, tail) = whole ? (block, null) : Parts(block, issued);
            var now = head with
            {
                State = UnitState.Live,
                RegistrySerials = issued.RegistrySerials,
                FirstTransferredOn = head.FirstTransferredOn ?? transferredOn?.Invoke(head),
            };
            if (tail is null)
                entry.Replace(block, now);
            else
                entry.Replace(block, now, tail);
            live.Add(now);
        }

        return live;
    }

    private static (UnitBlock Head, UnitBlock? Tail) Parts(UnitBlock block, ReceiptBlock issued) =>
        block.Split(block.Units.Last - issued.Units.Last);
}
