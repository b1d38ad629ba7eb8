using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger;

/// <summary>Compares the receipt of a record about issued units with the units of the record.</summary>
internal static class ReceiptedUnits
{
    /// <summary>The receipt's blocks fill the record's exactly, under the registry numbers that the ledger knows, in the account where they belong.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="blocks">The record's blocks.</param>
    /// <param name="account">The account in which a block is after the record.</param>
    /// <returns>Error <c>receipt-mismatch</c>; null where it fits.</returns>
    public static Finding? Mismatch(Receipt receipt, IReadOnlyList<UnitBlock> blocks, Func<UnitBlock, string> account)
    {
        var parts = receipt.Blocks.OrderBy(part => part.Units.First).ToArray();
        var next = 0;
        foreach (var block in blocks.OrderBy(block => block.Units.First))
        {
            for (var first = block.Units.First; first <= block.Units.Last; next++)
            {
                if (next == parts.Length || parts[next].Units.First != first || parts[next].Units.Last > block.Units.Last)
                    return Mismatch(receipt, $"it does not name units {block.Units} whole");
                var part = parts[next];
                if (part.RegistrySerials != SerialRange.From(block.RegistrySerials!.Value.First + (part.Units.First - block.Units.First), part.Units.Count))
                    return Mismatch(receipt, $"it gives units {part.Units} the numbers {part.RegistrySerials}");
                if (part.Vintage != block.Vintage || part.Account != account(block))
                    return Mismatch(receipt, $"it books units {part.Units} of {part.Vintage} on {part.Account}");
                first = part.Units.Last + 1;
            }
        }

        return next == parts.Length ? null : Mismatch(receipt, "it names more units than the record");
    }

    private static Finding Mismatch(Receipt receipt, string reason) =>
        new("receipt-mismatch", "/blocks", $"The receipt of {receipt.Record} does not fit its record: {reason}.", $"{receipt.Record}の受領書が記録と一致しません（{reason}）。");
}
