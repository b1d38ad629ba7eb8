using System.Globalization;
using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>The values that the methodology's and the project's files fix, ready to be looked up for hundreds of thousands of points.</summary>
internal sealed class ProjectValues
{
    private readonly Project project;
    private readonly Dictionary<(string Parameter, string Index), ProjectParameter> values = [];
    private readonly Dictionary<(string Case, string Index), string> cases = [];

    public ProjectValues(Methodology methodology, Project project)
    {
        this.project = project;
        // What is said for this methodology by name goes before what is said for any.
        foreach (var entry in project.Parameters.Where(e => e.Methodology is null)) values[(entry.Parameter, Key(entry.Index))] = entry;
        foreach (var entry in project.Parameters.Where(e => e.Methodology == methodology.Id)) values[(entry.Parameter, Key(entry.Index))] = entry;
        foreach (var entry in project.Cases.Where(c => c.Methodology is null)) cases[(entry.Case, Key(entry.Index))] = entry.Is;
        foreach (var entry in project.Cases.Where(c => c.Methodology == methodology.Id)) cases[(entry.Case, Key(entry.Index))] = entry.Is;
    }

    /// <summary>The project's entries for a parameter.</summary>
    public IEnumerable<ProjectParameter> EntriesOf(Parameter parameter) => values.Values.Where(e => e.Parameter == parameter.Name);

    /// <summary>Every member of an index set that the project's file names.</summary>
    public IEnumerable<(IndexSet Set, string Member)> Members(Methodology methodology)
    {
        foreach (var parameter in methodology.Parameters.Where(p => p.Sets.Count > 0))
        {
            var stated = parameter.Kind == ParameterKind.ByCase
                ? project.Cases.Where(c => c.Case == parameter.Case && (c.Methodology is null || c.Methodology == methodology.Id)).Select(c => c.Index)
                : EntriesOf(parameter).Select(e => e.Index);
            foreach (var index in stated)
                foreach (var pair in parameter.Sets.Zip(index)) yield return pair;
        }
    }

    /// <summary>The value for those members, or null where neither file states one.</summary>
    public (Quantity Value, Origin Origin)? Find(Parameter parameter, IReadOnlyList<string> members)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Fixed:
                return (new(parameter.Values[string.Join('|', members)], parameter.Unit), new FixedOrigin(parameter.Provenance, null));
            case ParameterKind.ByCase:
                return CaseFor(parameter, members) is { } which && parameter.Values.TryGetValue(ValueName(parameter, which, members), out var value)
                    ? (new(value, parameter.Unit), new FixedOrigin(parameter.Provenance, which))
                    : null;
            default:
                if (parameter.TakesCapacity)
                    return project.Capacity is { } capacity ? (capacity, new ProjectOrigin("/capacity", null)) : null;
                return values.TryGetValue((parameter.Name, Key(members)), out var entry) ? (entry.Value, new ProjectOrigin(entry.Pointer, entry.Source)) : null;
        }
    }

    /// <summary>Which case applies to those members: what is said of them, else what is said of all.</summary>
    public string? CaseFor(Parameter parameter, IReadOnlyList<string> members) =>
        cases.GetValueOrDefault((parameter.Case!, Key(members))) ?? cases.GetValueOrDefault((parameter.Case!, ""));

    /// <summary>The years that the project's file gives a history of the parameter for.</summary>
    public IEnumerable<int> HistoryYears(Parameter parameter, IndexSet set)
    {
        var at = parameter.Sets.ToList().IndexOf(set);
        foreach (var entry in EntriesOf(parameter))
            if (entry.Index.Count > at && int.TryParse(entry.Index[at], NumberStyles.None, CultureInfo.InvariantCulture, out var year)) yield return year;
    }

    /// <summary>One text for several members, in which none can run into the next whatever it is made of.</summary>
    public static string Key(IReadOnlyList<string> members) => members.Count switch
    {
        0 => "",
        1 => members[0],
        _ => string.Concat(members.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Length}:{m}"))),
    };

    /// <summary>Under which name a value by case stands: the case, with the members where the file lists them.</summary>
    private static string ValueName(Parameter parameter, string which, IReadOnlyList<string> members) =>
        parameter.ListsMembers ? string.Join('|', members.Prepend(which)) : which;
}
