using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Credits;

/// <summary>
/// The split of a verified result between recipients, an integer partition per vintage that always sums exactly
/// (domain reference 4.4): explicit whole tonnes, or exact shares.
/// </summary>
public sealed record Allocation(IReadOnlyList<Recipient> Recipients)
{
    /// <summary>A subsidised project delivers at least one half to the Government of Japan (env.go.jp 103333; MOFA 2016).</summary>
    public static Fraction SubsidisedMinimum { get; } = new(1, 2);

    private bool IsByShares => Recipients.Any(recipient => recipient.Share is not null);

    /// <summary>
    /// The allocation with the half of a subsidised project as the minimum of the Government of Japan, so that its share is rounded
    /// up to it. Only the project's file can say <c>subsidised</c>. Named tonnes, or several accounts of that government, are held
    /// against it as a whole (<see cref="DecisionRules"/>).
    /// </summary>
    public Allocation For(Project project)
    {
        if (!IsByShares || !project.IsSubsidised || Recipients.Count(recipient => recipient.IsGovernmentOfJapan) != 1)
            return this;
        return new Allocation([.. Recipients.Select(recipient => recipient.IsGovernmentOfJapan && !(recipient.Minimum?.ToRational() > SubsidisedMinimum.ToRational())
            ? recipient with { Minimum = SubsidisedMinimum }
            : recipient)]);
    }

    /// <summary>The split with its working.</summary>
    /// <returns>
    /// Errors <c>allocation-sum</c>, <c>allocation-vintage</c>, <c>allocation-shares</c>, <c>allocation-residual</c>, <c>recipient-twice</c> or
    /// <c>minimum-share</c> where it cannot be split so; then no tonnes.
    /// </returns>
    public AllocationSplit Split(IReadOnlyList<VintageTonnes> verified)
    {
        var errors = new List<Finding>();
        if (IsByShares)
            CheckShares(errors);
        CheckVintages(verified, errors);
        CheckAccounts(errors);
        if (errors.Count > 0)
            return new AllocationSplit([], errors);

        var working = new List<AllocationWorking>();
        foreach (var total in verified)
            working.AddRange(IsByShares ? ByShares(total, errors) : ByTonnes(total, errors));
        if (errors.Count == 0)
            CheckMinimums(working, verified.Sum(total => total.Tonnes.Value), errors);
        return errors.Count > 0 ? new AllocationSplit([], errors) : new AllocationSplit(working, []);
    }

    private AllocationWorking[] ByShares(VintageTonnes total, List<Finding> errors)
    {
        if (ShareDivision.Divide(Recipients, total) is { } parts)
            return parts;
        errors.Add(new Finding("minimum-share", "/allocation/recipients",
            $"The minimum shares of {total.Vintage.Year}, rounded up, are more than its {total.Tonnes} t.",
            $"{total.Vintage.Year}年の最低配分（切上げ）の合計が{total.Tonnes}トンを超えます。"));
        return [];
    }

    private AllocationWorking[] ByTonnes(VintageTonnes total, List<Finding> errors)
    {
        AllocationWorking[] parts = [.. Recipients.Select(recipient => new AllocationWorking(
            recipient, total.Vintage, recipient.Tonnes?.GetValueOrDefault(total.Vintage) ?? WholeTonnes.Zero, AllocationReason.Named))];
        var sum = parts.Sum(part => part.Tonnes.Value);
        if (sum != total.Tonnes.Value)
            errors.Add(new Finding("allocation-sum", "/allocation/recipients",
                $"The recipients of {total.Vintage.Year} get {sum} t in all; verified are {total.Tonnes} t.",
                $"{total.Vintage.Year}年の配分の合計は{sum}トンですが、検証済みの量は{total.Tonnes}トンです。"));
        return parts;
    }

    private void CheckShares(List<Finding> errors)
    {
        if (Recipients.Count(recipient => recipient.IsResidual) > 1)
            errors.Add(new Finding("allocation-residual", "/allocation/recipients",
                "An allocation names at most one residual recipient.", "端数を受け取る者は一者までです。"));
        var sum = Recipients.Aggregate(Rational.Zero, (sum, recipient) => sum + (recipient.Share?.ToRational() ?? Rational.Zero));
        if (sum != Rational.One)
            errors.Add(new Finding("allocation-shares", "/allocation/recipients",
                $"The shares sum to {sum}; they must sum to 1.", $"割合の合計が{sum}です。合計は1でなければなりません。"));
        for (var i = 0; i < Recipients.Count; i++)
        {
            if (Recipients[i] is { Minimum: { } minimum, Share: { } share } && share.ToRational() < minimum.ToRational())
                errors.Add(new Finding("minimum-share", $"/allocation/recipients/{i}/fraction",
                    $"{Recipients[i].Holder} has a share of {share}; its minimum is {minimum}.",
                    $"{Recipients[i].Holder}への割合は{share}ですが、{minimum}以上が必要です。"));
        }
    }

    private void CheckAccounts(List<Finding> errors)
    {
        for (var i = 0; i < Recipients.Count; i++)
        {
            var (side, account) = (Recipients[i].Side, Recipients[i].Account);
            if (Recipients.Take(i).Any(earlier => (earlier.Side, earlier.Account) == (side, account)))
                errors.Add(new Finding("recipient-twice", $"/allocation/recipients/{i}/account",
                    $"The account {account} is given tonnes twice; an account stands in an allocation once.", $"口座{account}が配分に重複しています。"));
        }
    }

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

    /// <summary>Of named tonnes a minimum holds over all vintages together, as in the published decisions; shares were rounded up to it.</summary>
    private void CheckMinimums(List<AllocationWorking> working, long total, List<Finding> errors)
    {
        for (var i = 0; i < Recipients.Count; i++)
        {
            if (Recipients[i] is not { Minimum: { } minimum } recipient)
                continue;
            var tonnes = working.Where(part => ReferenceEquals(part.Recipient, recipient)).Sum(part => part.Tonnes.Value);
            if (tonnes < minimum.CeilingOf(total))
                errors.Add(new Finding("minimum-share", $"/allocation/recipients/{i}",
                    $"{recipient.Holder} gets {tonnes} of {total} t; its minimum is {minimum}.",
                    $"{recipient.Holder}への配分は{total}トン中{tonnes}トンですが、{minimum}以上が必要です。"));
        }
    }
}
