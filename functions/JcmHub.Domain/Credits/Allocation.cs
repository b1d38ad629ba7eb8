using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>
/// The split of a verified result between recipients, an integer partition per vintage that always sums exactly
/// (domain reference 4.4): explicit whole tonnes, or shares rounded down with one residual recipient.
/// </summary>
public sealed record Allocation(IReadOnlyList<Recipient> Recipients)
{
    /// <summary>The lines of the split, recipient by recipient and vintage by vintage.</summary>
    /// <returns>Errors <c>allocation-sum</c>, <c>allocation-vintage</c> or <c>allocation-residual</c> where it does not sum; then no lines.</returns>
    public (IReadOnlyList<AllocationLine> Lines, IReadOnlyList<Finding> Errors) Split(IReadOnlyList<VintageTonnes> verified)
    {
        var errors = new List<Finding>();
        var byShare = Recipients.Any(recipient => recipient.Share is not null);
        if (byShare && Recipients.Count(recipient => recipient.IsResidual) != 1)
            errors.Add(new Finding("allocation-residual", "/allocation/recipients",
                "An allocation by shares names exactly one residual recipient.",
                "割合による配分では、端数を受け取る者をちょうど一者指定する必要があります。"));
        CheckVintages(verified, errors);
        if (errors.Count > 0)
            return ([], errors);

        var lines = new List<AllocationLine>();
        foreach (var total in verified)
        {
            var split = Recipients.Select(recipient => (Recipient: recipient, Tonnes: Part(recipient, total))).ToArray();
            var sum = split.Sum(part => part.Tonnes);
            if (byShare)
                split = [.. split.Select(part => part.Recipient.IsResidual ? part with { Tonnes = part.Tonnes + total.Tonnes.Value - sum } : part)];
            else if (sum != total.Tonnes.Value)
                errors.Add(SumDiffers(total, sum));
            if (split.Any(part => part.Tonnes < 0))
                errors.Add(SumDiffers(total, sum));
            lines.AddRange(split.Where(part => part.Tonnes > 0)
                .Select(part => new AllocationLine(part.Recipient, total.Vintage, new WholeTonnes(part.Tonnes))));
        }

        return errors.Count > 0 ? ([], errors) : (lines, errors);
    }

    private static long Part(Recipient recipient, VintageTonnes total) =>
        recipient.Share is { } share ? share.FloorOf(total.Tonnes.Value)
        : recipient.Tonnes is { } tonnes && tonnes.TryGetValue(total.Vintage, out var explicitTonnes) ? explicitTonnes.Value
        : 0;

    private void CheckVintages(IReadOnlyList<VintageTonnes> verified, List<Finding> errors)
    {
        for (var i = 0; i < Recipients.Count; i++)
        {
            foreach (var vintage in Recipients[i].Tonnes?.Keys ?? [])
            {
                if (verified.All(total => total.Vintage != vintage))
                    errors.Add(new Finding("allocation-vintage", $"/allocation/recipients/{i}/tonnes/{vintage.Year}",
                        $"The verified result has no tonnes of {vintage.Year}.",
                        $"検証済みの結果に{vintage.Year}年の排出削減量はありません。"));
            }
        }
    }

    private static Finding SumDiffers(VintageTonnes total, long sum) =>
        new("allocation-sum", "/allocation/recipients",
            $"The recipients of {total.Vintage.Year} get {sum} t in all; verified are {total.Tonnes.Value} t.",
            $"{total.Vintage.Year}年の配分の合計は{sum}トンですが、検証済みの量は{total.Tonnes.Value}トンです。");
}
