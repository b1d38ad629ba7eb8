using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>
/// Divides one vintage by exact shares into whole tonnes that sum exactly (domain reference 4.4): every share is rounded down,
/// a minimum share up; what is left goes to the residual recipient, or where none is named one tonne each to the largest remainders.
/// </summary>
internal static class ShareDivision
{
    /// <param name="recipients">Each with a share; the shares sum to 1, no minimum is above its share.</param>
    /// <param name="total">The vintage; its tonnes are at least 0.</param>
    /// <returns>The parts in the order of the recipients; null where the minimum shares, rounded up, are more than all of it.</returns>
    public static AllocationWorking[]? Divide(IReadOnlyList<Recipient> recipients, VintageTonnes total)
    {
        var all = total.Tonnes.Value;
        AllocationWorking[] parts = [.. recipients.Select(recipient => Rounded(recipient, total))];
        var left = all - parts.Sum(part => part.Tonnes.Value);
        var residual = Array.FindIndex(parts, part => part.Recipient.IsResidual);
        if (residual >= 0)
        {
            var taken = Math.Max(parts[residual].Tonnes.Value + left, parts[residual].Minimum ?? 0);
            left -= taken - parts[residual].Tonnes.Value;
            parts[residual] = parts[residual] with { Tonnes = new WholeTonnes(taken), Reason = AllocationReason.Residual };
        }

        // Fewer tonnes are left than there are recipients with a remainder, so nobody gets two.
        foreach (var i in ByRemainder(parts).Take((int)Math.Max(left, 0)))
            parts[i] = parts[i] with { Tonnes = new WholeTonnes(parts[i].Tonnes.Value + 1), Reason = AllocationReason.LargestRemainder };
        while (left < 0)
        {
            var giver = ByRemainder(parts).Reverse().Where(i => parts[i].Tonnes.Value > (parts[i].Minimum ?? 0)).Select(i => (int?)i).FirstOrDefault();
            if (giver is not { } smallest)
                return null;
            parts[smallest] = parts[smallest] with { Tonnes = new WholeTonnes(parts[smallest].Tonnes.Value - 1), Reason = AllocationReason.GivesWay };
            left++;
        }

        return parts;
    }

    private static AllocationWorking Rounded(Recipient recipient, VintageTonnes total)
    {
        var all = total.Tonnes.Value;
        var floor = recipient.Share!.Value.FloorOf(all);
        var minimum = recipient.Minimum?.CeilingOf(all);
        return new AllocationWorking(
            recipient, total.Vintage, new WholeTonnes(Math.Max(floor, minimum ?? 0)), minimum > floor ? AllocationReason.Minimum : AllocationReason.Floor)
        {
            Floor = floor,
            Remainder = recipient.Share!.Value.RemainderOf(all),
            Minimum = minimum,
        };
    }

    /// <summary>The largest remainder first, of equal ones the first listed. Who was rounded up has got its remainder already.</summary>
    private static IEnumerable<int> ByRemainder(AllocationWorking[] parts) => Enumerable.Range(0, parts.Length)
        .OrderByDescending(i => parts[i].Reason == AllocationReason.Minimum ? Rational.Zero : parts[i].Remainder!.Value)
        .ThenBy(i => i);
}
