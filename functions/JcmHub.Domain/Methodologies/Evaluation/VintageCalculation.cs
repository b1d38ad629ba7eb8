using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>One vintage: its methodologies' parts, and what they come to together.</summary>
internal sealed record VintageCalculation(IReadOnlyList<MethodologyCalculation> Parts, VintageResult Result)
{
    /// <summary>
    /// Adds the methodologies and floors once. Where <c>exp</c> or a power rounded so coarsely that the floor might be
    /// another, there is no result but an error.
    /// </summary>
    public static VintageCalculation? Sum(Vintage vintage, IReadOnlyList<MethodologyCalculation> parts, FindingList errors, FindingList warnings)
    {
        var zero = RoundedValue.Exact(Rational.Zero);
        var reference = parts.Aggregate(zero, (sum, p) => sum + p.Reference);
        var project = parts.Aggregate(zero, (sum, p) => sum + p.Project);
        var leakage = parts.Aggregate(zero, (sum, p) => sum + p.Leakage);
        var deduction = parts.Aggregate(zero, (sum, p) => sum + p.Deduction);
        var businessAsUsual = parts.All(p => p.BusinessAsUsual is not null) ? parts.Aggregate(zero, (sum, p) => sum + p.BusinessAsUsual!.Value) : (RoundedValue?)null;
        var reductions = reference - project - leakage - deduction;
        if (WholeTonnes.Floor(reductions.Nominal) is not { } tonnes)
        {
            errors.Add(FindingCatalogue.NumberTooLarge, "/readings", "reductions", vintage);
            return null;
        }

        if (WholeTonnes.Floor(reductions.Low) != tonnes || WholeTonnes.Floor(reductions.High) != tonnes)
        {
            errors.Add(FindingCatalogue.RoundingDecides, "/readings", "reductions", vintage);
            return null;
        }

        if (reductions.Nominal.Sign < 0) warnings.Add(FindingCatalogue.NegativeReductions, "/readings", vintage, reductions.Nominal.ToString(3));
        return new(parts, new VintageResult
        {
            Vintage = vintage,
            Tonnes = tonnes,
            Reference = InTonnes(reference),
            Project = InTonnes(project),
            Leakage = InTonnes(leakage),
            Deduction = InTonnes(deduction),
            Reductions = InTonnes(reductions),
            BusinessAsUsual = businessAsUsual is { } bau ? InTonnes(bau) : null,
        });
    }

    private static Quantity InTonnes(RoundedValue value) => new(value.Nominal, Unit.TonnesCo2Equivalent);
}
