using System.Globalization;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Files;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>Gathers what one methodology's formulas need for one vintage, and says what is missing.</summary>
internal sealed class VintageInputs
{
    private readonly Methodology methodology;
    private readonly ProjectValues project;
    private readonly ReportIntake intake;
    private readonly Vintage vintage;
    private readonly FindingList errors;
    private readonly ValueTable table;

    private VintageInputs(Methodology methodology, ReportIntake intake, Vintage vintage, FindingList errors)
    {
        this.methodology = methodology;
        project = intake.Project;
        this.intake = intake;
        this.vintage = vintage;
        this.errors = errors;
        table = new(methodology.Model);
    }

    /// <summary>The filled table, or null where something is missing and an error says what.</summary>
    public static ValueTable? Gather(Methodology methodology, ReportIntake intake, MonitoringPeriod period, Vintage vintage, FindingList errors)
    {
        var before = errors.Count;
        var inputs = new VintageInputs(methodology, intake, vintage, errors);
        foreach (var set in methodology.Model.Sets) inputs.FillMembers(set);
        inputs.FillGiven(period);
        foreach (var parameter in methodology.Parameters) inputs.Fill(parameter);
        // A check may use more than the formulas do, such as the capacity; without it the check is left out.
        return errors.Count == before ? inputs.table : null;
    }

    private void FillMembers(IndexSet set)
    {
        switch (set.Members)
        {
            case SetMembers.FromReadings:
                var members = new SortedSet<string>(StringComparer.Ordinal);
                foreach (var parameter in methodology.Parameters)
                {
                    var at = parameter.Sets.ToList().IndexOf(set);
                    if (at < 0) continue;
                    if (parameter.IsReported)
                        members.UnionWith(intake.SeriesOf(parameter).Where(s => s.In(vintage.Year) is not null).Select(s => s.Members[at]));
                    else
                        members.UnionWith(project.EntriesOf(parameter).Where(e => e.Index.Count > at).Select(e => e.Index[at]));
                }

                table.Members[set.Slot] = [.. members];
                break;
            case SetMembers.Years:
                var first = vintage.Year;
                foreach (var parameter in methodology.Parameters.Where(p => p.Kind == ParameterKind.History && p.Sets.Contains(set)))
                {
                    foreach (var year in intake.SeriesOf(parameter).SelectMany(s => s.Years)) first = Math.Min(first, year.Year);
                    foreach (var year in project.HistoryYears(parameter, set)) first = Math.Min(first, year);
                }

                first = Math.Max(first, vintage.Year - Timeline.YearsBack);
                table.FirstYears[set.Slot] = first;
                table.Members[set.Slot] = [.. Enumerable.Range(first, vintage.Year - first + 1).Select(y => y.ToString(CultureInfo.InvariantCulture))];
                break;
        }
    }

    private void FillGiven(MonitoringPeriod period)
    {
        SetScalar(Given.Vintage, vintage.Year, GivenOrigin.Instance);
        SetScalar(Given.Days, period.In(vintage)!.Value.Days, GivenOrigin.Instance);
        SetScalar(Given.DaysInYear, vintage.Days, GivenOrigin.Instance);
        foreach (var (gas, value) in methodology.Model.Gwp) SetScalar("GWP." + gas, value, new GwpOrigin(methodology.GwpSet!));
    }

    private void SetScalar(string name, Rational value, Origin origin)
    {
        var variable = methodology.Model.Vocabulary.Variables[name];
        table.Allocate(variable);
        table.Set(variable, 0, RoundedValue.Exact(value), origin);
    }

    private void Fill(Parameter parameter)
    {
        var variable = methodology.Model.Vocabulary.Variables[parameter.Name];
        var isNeeded = methodology.Model.Inputs.Contains(variable);
        if (table.CellCount(variable) > ValueTable.MostCells)
        {
            errors.Add(FindingCatalogue.TooMuchWork, "/readings", parameter.Name);
            return;
        }

        table.Allocate(variable);
        for (var cell = 0; cell < table.CellCount(variable); cell++)
        {
            if (Find(parameter, variable, cell, isNeeded) is not { } found)
            {
                if (!isNeeded) table.Release(variable);
                if (!isNeeded || errors.IsFull) return;
                continue;
            }

            table.Set(variable, cell, RoundedValue.Exact(found.Value), found.Origin);
        }
    }

    private (Rational Value, Origin Origin)? Find(Parameter parameter, Variable variable, int cell, bool isNeeded)
    {
        var ordinals = table.MembersOf(variable.Sets, cell);
        var members = new string[ordinals.Length];
        for (var i = 0; i < members.Length; i++) members[i] = table.Members[variable.Sets[i].Slot][ordinals[i]];
        if (parameter.IsReported && FindReported(parameter, members) is { } reported) return reported;
        if (parameter.Kind is not ParameterKind.Monitored && project.Find(parameter, members) is { } stated)
        {
            if (stated.Value.Unit == parameter.Unit)
            {
                if (parameter.Admits(stated.Value.Value)) return (stated.Value.Value, stated.Origin);
                errors.Add(FindingCatalogue.ValueOutOfRange, "/project", table.Reference(variable, cell), stated.Value.Value, parameter.LeastText, parameter.MostText);
                return null;
            }

            errors.Add(FindingCatalogue.ProjectValueUnit, "/project", table.Reference(variable, cell), stated.Value.Unit, methodology.Reference, parameter.Unit);
            return null;
        }

        if (parameter.WhenAbsent is { } otherwise) return (otherwise, AbsentOrigin.Instance);
        if (isNeeded) SayMissing(parameter, members, table.Reference(variable, cell));
        return null;
    }

    private (Rational, Origin)? FindReported(Parameter parameter, string[] members)
    {
        var year = vintage.Year;
        IReadOnlyList<string> point = members;
        var yearAt = parameter.Sets.ToList().FindIndex(s => s.Members == SetMembers.Years);
        if (yearAt >= 0)
        {
            year = int.Parse(members[yearAt], CultureInfo.InvariantCulture);
            point = [.. members.Where((_, i) => i != yearAt)];
        }

        return intake.Find(parameter, point) is { } series && series.In(year) is { } total
            ? (total.Value(parameter.Measure), new ReadingsOrigin(series, total))
            : null;
    }

    private void SayMissing(Parameter parameter, string[] members, string name)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Monitored or ParameterKind.History:
                errors.Add(FindingCatalogue.MissingReading, "/readings", name, vintage);
                break;
            case ParameterKind.ByCase when project.CaseFor(parameter, members) is { } unknown:
                errors.Add(FindingCatalogue.UnknownCase, "/project", unknown, parameter.Case, string.Join(", ", parameter.Values.Keys));
                break;
            case ParameterKind.ByCase:
                errors.Add(FindingCatalogue.CaseNotStated, "/project", parameter.Case, name);
                break;
            default:
                errors.Add(FindingCatalogue.MissingProjectValue, "/project", name);
                break;
        }
    }
}
