using System.Globalization;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>What is held against the decision that a correction is about, before it comes into force.</summary>
public static class CorrectionRules
{
    /// <summary>Checks days and tonnes.</summary>
    /// <param name="correction">The correction.</param>
    /// <param name="issuance">The issuance of the decision that it corrects.</param>
    /// <param name="others">The host's other corrections.</param>
    /// <param name="today">The day.</param>
    /// <returns>
    /// <c>correction-day</c> where it was decided before what it corrects, or is not yet, or its tonnes were to be replaced before; <c>correction-tonnes</c>
    /// where more would be cancelled and replaced than was ever decided; null where it is in order.
    /// </returns>
    public static Finding? Check(Correction correction, Issuance issuance, IEnumerable<Correction> others, DateOnly today)
    {
        // A government's day may be ahead of ours by the world's time zones.
        if (correction.DecidedOn < issuance.Decision.DecidedOn || correction.DecidedOn > today.AddDays(1))
            return new Finding("correction-day", "/decidedOn",
                $"A correction is decided after the decision of {issuance.Decision.DecidedOn:yyyy-MM-dd} that it corrects, and not later than today.", "訂正の決定日は、対象となる決定の日以後かつ本日以前でなければなりません。");
        if (correction.ReplaceBy < correction.DecidedOn)
            return new Finding("correction-day", "/replaceBy", "The tonnes would have to be replaced before that was decided.", "補填期限が決定日より前です。");
        if (!TakesTonnes(correction))
            return null;
        var taken = others.Where(other => other.Id != correction.Id && other.Decision == correction.Decision && other.InForceAt is not null && TakesTonnes(other)).Sum(other => other.Tonnes);
        var decided = issuance.Units?.Count ?? 0;
        return taken + correction.Tonnes <= decided ? null : new Finding("correction-tonnes", "/tonnes",
            string.Create(CultureInfo.InvariantCulture, $"The decision {correction.Decision} is of {decided} t, of which {taken} t are cancelled or to be replaced already."),
            string.Create(CultureInfo.InvariantCulture, $"決定{correction.Decision}は{decided}トンで、うち{taken}トンは既に取消しまたは補填の対象です。"));
    }

    private static bool TakesTonnes(Correction correction) => correction.Kind is CorrectionKind.CancelEquivalent or CorrectionKind.ReplacementDuty;
}
