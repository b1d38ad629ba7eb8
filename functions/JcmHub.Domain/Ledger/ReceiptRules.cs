using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger;

/// <summary>
/// What a receipt of any kind of record must say before anything is booked on it (D16). That its numbers are new in its registry is checked
/// beside, against the ledger's index of numbers.
/// </summary>
public static class ReceiptRules
{
    /// <summary>Days by which a registry's day may be ahead of or behind another's, by the world's time zones.</summary>
    private const int Tolerance = 1;

    /// <summary>Whether it can be the record's receipt at all: address, registry, host, stream number and digest are the record's, and its day has come.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="record">The record's address.</param>
    /// <param name="digest">The digest of the record's canonical bytes.</param>
    /// <param name="today">The day (UTC).</param>
    /// <returns><c>receipt-for-another-record</c>, <c>receipt-in-the-future</c>; null where it can.</returns>
    public static Finding? CheckAddress(Receipt receipt, RecordId record, string digest, DateOnly today)
    {
        if (receipt.Record != record || receipt.Digest != digest)
            return new Finding("receipt-for-another-record", "/record", $"The receipt is for {receipt.Record} {receipt.Digest}, not for {record} {digest}.",
                $"受領書の対象は{receipt.Record}（{receipt.Digest}）であり、{record}（{digest}）ではありません。");
        if (receipt.Address != record)
            return new Finding("receipt-for-another-record", "", $"The receipt names the record {record}, but registry, host and number of {receipt.Address}.",
                $"受領書の登録簿・ホスト国・番号（{receipt.Address}）が記録{record}と一致しません。");
        return receipt.AppliedOn.DayNumber <= today.DayNumber + Tolerance ? null : new Finding("receipt-in-the-future", "/appliedOn",
            $"The receipt says {receipt.AppliedOn:yyyy-MM-dd}, which is not yet.", $"受領書の日付{receipt.AppliedOn:yyyy-MM-dd}が未来です。");
    }

    /// <summary>Whether it says what the record asks for: days, units, tonnes, vintages, accounts, and of moves the numbers that the record names.</summary>
    /// <param name="receipt">The receipt; it is for this record.</param>
    /// <param name="demand">What the record asks for.</param>
    /// <returns><c>receipt-mismatch</c>; null where it fits.</returns>
    public static Finding? CheckContent(Receipt receipt, RecordDemand demand)
    {
        if (receipt.AppliedOn.DayNumber < demand.RestsOn.DayNumber - Tolerance)
            return Mismatch(receipt, "/appliedOn", $"it says {receipt.AppliedOn:yyyy-MM-dd}, but the record rests on what was done on {demand.RestsOn:yyyy-MM-dd}");
        if (!receipt.IsApplied)
            return null;
        foreach (var part in receipt.Blocks)
        {
            if (part.Tonnes != part.Units.Count || part.RegistrySerials.Count != part.Units.Count)
                return Mismatch(receipt, $"it gives units {part.Units} {part.Tonnes} t and the numbers {part.RegistrySerials}");
            if (part.RegistrySerials.Last > SerialRange.LargestNumber)
                return Mismatch(receipt, $"it gives the numbers {part.RegistrySerials}, of which the largest has more than fifteen digits");
        }

        if (Overlap(receipt.Blocks.Select(part => part.RegistrySerials)) is { } twice)
            return Mismatch(receipt, $"it uses the registry's numbers {twice} twice");
        return demand.Kind == RecordKind.Issuance ? Issued(receipt, demand) : Moved(receipt, demand);
    }

    /// <summary>The registry's numbers in a receipt were given before.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="numbers">Its numbers.</param>
    /// <param name="before">What bears some of them.</param>
    public static Finding NumbersGivenBefore(Receipt receipt, SerialRange numbers, SerialRange before) =>
        Mismatch(receipt, $"it gives the numbers {numbers}, of which units {before} bear some");

    /// <summary>Each part is one of the record's blocks, whole or, where the registry issued less than notified, its head; in the block's account.</summary>
    private static Finding? Issued(Receipt receipt, RecordDemand demand)
    {
        foreach (var part in receipt.Blocks)
        {
            if (demand.Blocks.FirstOrDefault(block => block.Units.First == part.Units.First) is not { } block || part.Units.Last > block.Units.Last)
                return Mismatch(receipt, $"it names units {part.Units}, which are not a block of the record");
            if (part.Vintage != block.Vintage || part.Account != block.Account)
                return Mismatch(receipt, $"it books units {part.Units} of {part.Vintage.Year} on {part.Account}, not of {block.Vintage.Year} on {block.Account}");
        }

        return receipt.Blocks.Select(part => part.Units.First).Distinct().Count() == receipt.Blocks.Count ? null : Mismatch(receipt, "it lists a block twice");
    }

    /// <summary>The parts fill the record's blocks exactly, under the numbers that the record names, in the account where they belong.</summary>
    private static Finding? Moved(Receipt receipt, RecordDemand demand)
    {
        var parts = receipt.Blocks.OrderBy(part => part.Units.First).ToArray();
        var next = 0;
        foreach (var block in demand.Blocks.OrderBy(block => block.Units.First))
        {
            var account = demand.ToAccount ?? block.Account;
            for (var first = block.Units.First; first <= block.Units.Last; next++)
            {
                if (next == parts.Length || parts[next].Units.First != first || parts[next].Units.Last > block.Units.Last)
                    return Mismatch(receipt, $"it does not name units {block.Units} whole");
                var part = parts[next];
                if (part.RegistrySerials != SerialRange.From(block.RegistrySerials!.Value.First + (part.Units.First - block.Units.First), part.Units.Count))
                    return Mismatch(receipt, $"it gives units {part.Units} the numbers {part.RegistrySerials}");
                if (part.Vintage != block.Vintage || part.Account != account)
                    return Mismatch(receipt, $"it books units {part.Units} of {part.Vintage.Year} on {part.Account}, not of {block.Vintage.Year} on {account}");
                first = part.Units.Last + 1;
            }
        }

        return next == parts.Length ? null : Mismatch(receipt, "it names more units than the record");
    }

    private static SerialRange? Overlap(IEnumerable<SerialRange> numbers)
    {
        SerialRange? before = null;
        foreach (var range in numbers.OrderBy(range => range.First))
        {
            if (before?.Overlaps(range) == true)
                return range;
            before = range;
        }

        return null;
    }

    private static Finding Mismatch(Receipt receipt, string reason) => Mismatch(receipt, "/blocks", reason);

    private static Finding Mismatch(Receipt receipt, string pointer, string reason) =>
        new("receipt-mismatch", pointer, $"The receipt of {receipt.Record} does not fit its record: {reason}.", $"{receipt.Record}の受領書が記録と一致しません（{reason}）。");
}
