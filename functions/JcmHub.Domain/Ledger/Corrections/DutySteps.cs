using System.Globalization;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Domain.Ledger.Corrections;

/// <summary>How a duty to replace is discharged: units are offered by a cancellation that names it, and count from the registry's receipt on.</summary>
public static class DutySteps
{
    /// <summary>Takes units into account that are offered; never more than is owed, whatever else is on its way.</summary>
    /// <param name="duty">The correction that the cancellation names; null where there is none of that id.</param>
    /// <param name="request">The cancellation.</param>
    /// <returns>The duty with the offer; or <c>duty-unknown</c>, <c>duty-discharged</c>, <c>duty-exceeded</c>.</returns>
    public static (Correction? Duty, Finding? Error) Offer(Correction? duty, OperationRequest request)
    {
        if (duty is not { Kind: CorrectionKind.ReplacementDuty, InForceAt: not null })
            return (null, new Finding("duty-unknown", "/duty",
                $"No duty to replace {request.Duty} is in force with {request.Host}.", $"補填義務{request.Duty}は発効していません。"));
        if (duty.DischargedOn is { } day)
            return (null, new Finding("duty-discharged", "/duty", $"The duty {duty.Id} was discharged on {day:yyyy-MM-dd}.", $"補填義務{duty.Id}は{day:yyyy-MM-dd}に履行済みです。"));
        return request.Tonnes > duty.Owed
            ? (null, new Finding("duty-exceeded", "/tonnes",
                string.Create(CultureInfo.InvariantCulture, $"Of {duty.Tonnes} t of the duty {duty.Id} no more than {duty.Owed} t are left to be replaced."),
                string.Create(CultureInfo.InvariantCulture, $"補填義務{duty.Id}の残りは{duty.Owed}トンです。")))
            : (duty with { Replacements = [.. duty.Replacements, new Replacement(request.Key, request.Registry, request.Tonnes)] }, null);
    }

    /// <summary>The registry has answered: what it cancelled counts, what it refused is owed again. The last tonne discharges the duty.</summary>
    /// <param name="duty">The duty that the cancellation names.</param>
    /// <param name="operation">The cancellation, answered.</param>
    /// <param name="entry">The entry to write.</param>
    public static Correction Answered(Correction duty, Operation operation, LedgerEntry entry)
    {
        var key = operation.Request.Key;
        var replacements = operation.IsApplied == true
            ? duty.Replacements.Select(each => each.Operation == key ? each with { AppliedOn = operation.AppliedOn } : each)
            : duty.Replacements.Where(each => each.Operation != key);
        var answered = duty with { Replacements = [.. replacements] };
        if (answered.Replaced == answered.Tonnes)
            answered = answered with { DischargedOn = answered.Replacements.Max(each => each.AppliedOn) };
        entry.Note(operation.IsApplied == true
            ? $"duty {duty.Id}: {answered.Replaced} of {duty.Tonnes} t are replaced{(answered.DischargedOn is { } day ? $"; discharged on {day:yyyy-MM-dd}{(day > duty.ReplaceBy ? $", after {duty.ReplaceBy:yyyy-MM-dd}" : "")}" : "")}"
            : $"duty {duty.Id}: {operation.Request.Tonnes} t that {operation.Request.Registry} refused are owed again");
        return answered;
    }
}
