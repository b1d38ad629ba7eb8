using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>One methodology's part of one vintage.</summary>
internal sealed record MethodologyCalculation(
    Methodology Methodology, ValueTable Table, RoundedValue Reference, RoundedValue Project, RoundedValue Leakage, RoundedValue Deduction, RoundedValue? BusinessAsUsual)
{
    public static MethodologyCalculation? Evaluate(
        Methodology methodology, ValueTable table, ReportIntake intake, Vintage vintage, FindingList errors, FindingList warnings)
    {
        var model = methodology.Model;
        var evaluator = new Evaluator(model, table, steps: null);
        foreach (var formula in model.Formulas)
        {
            evaluator.Evaluate(formula);
            if (evaluator.Failure is null) continue;
            errors.Add(evaluator.Failure, "/readings", formula.Name, vintage, evaluator.FailedTable);
            return null;
        }

        foreach (var check in model.Checks) Judge(check, methodology, table, intake, vintage, errors, warnings);
        var results = model.Results;
        return new(
            methodology, table, table.Get(results.Reference.Variable, 0), table.Get(results.Project.Variable, 0),
            Optional(results.Leakage) ?? RoundedValue.Exact(Rational.Zero), Optional(results.Deduction) ?? RoundedValue.Exact(Rational.Zero),
            Optional(results.BusinessAsUsual));

        RoundedValue? Optional(Formula? formula) => formula is null ? null : table.Get(formula.Variable, 0);
    }

    private static void Judge(Check check, Methodology methodology, ValueTable table, ReportIntake intake, Vintage vintage, FindingList errors, FindingList warnings)
    {
        if (!Language.TermWalk.Variables(check.Term).All(table.IsAllocated)) return;
        var variable = new Language.Variable("", Unit.None, [.. check.Indexes.Select(i => i.Value)], 0);
        for (var cell = 0; cell < table.CellCount(variable); cell++)
        {
            var members = table.MembersOf(variable.Sets, cell);
            var evaluator = new Evaluator(methodology.Model, table, steps: null);
            var holds = evaluator.Holds(check.Term, members, check.FrameSize);
            // A check that cannot be evaluated says nothing against the report.
            if (holds || evaluator.Failure is not null) continue;
            var names = members.Select((m, i) => table.Members[variable.Sets[i].Slot][m]).ToArray();
            var series = intake.SeriesOf(check.About).Where(s => s.In(vintage.Year) is not null && names.All(n => s.Members.Contains(n))).OrderBy(s => s.FirstOrdinal).FirstOrDefault();
            var pointer = series is null ? "/readings" : $"/readings/{series.In(vintage.Year)!.FirstOrdinal}";
            var place = names.Length == 0 ? vintage.ToString() : $"{string.Join(", ", names)}, {vintage}";
            var finding = new Finding(check.Code, pointer, $"{check.Text.En} ({place})", $"{check.Text.Ja}（{place}）");
            (check.IsError ? errors : warnings).Add(finding);
        }
    }
}
