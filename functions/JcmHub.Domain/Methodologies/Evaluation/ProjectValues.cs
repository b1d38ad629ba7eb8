using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>Finds the values that the methodology's and the project's files fix.</summary>
internal static class ProjectValues
{
    /// <summary>The value for those members, or null where neither file states one.</summary>
    public static (Quantity Value, Origin Origin)? Find(Parameter parameter, IReadOnlyList<string> members, Methodology methodology, Project project)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Fixed:
                return (new(parameter.Values[string.Join('|', members)], parameter.Unit), new FixedOrigin(parameter.Provenance, null));
            case ParameterKind.ByCase:
                return CaseFor(parameter, members, methodology, project) is { } which && parameter.Values.TryGetValue(Key(parameter, which, members), out var value)
                    ? (new(value, parameter.Unit), new FixedOrigin(parameter.Provenance, which))
                    : null;
            default:
                if (parameter.TakesCapacity)
                    return project.Capacity is { } capacity ? (capacity, new ProjectOrigin("/capacity", null)) : null;
                var entry = project.Parameters.FirstOrDefault(e =>
                    e.Parameter == parameter.Name && (e.Methodology is null || e.Methodology == methodology.Id) && e.Index.SequenceEqual(members));
                return entry is null ? null : (entry.Value, new ProjectOrigin(entry.Pointer, entry.Source));
        }
    }

    /// <summary>Under which name a value by case stands: the case, with the members where the file lists them.</summary>
    private static string Key(Parameter parameter, string which, IReadOnlyList<string> members) =>
        parameter.ListsMembers ? string.Join('|', members.Prepend(which)) : which;

    /// <summary>Which case applies to those members: what is said of them, else what is said of all.</summary>
    public static string? CaseFor(Parameter parameter, IReadOnlyList<string> members, Methodology methodology, Project project)
    {
        var cases = project.Cases.Where(c => c.Case == parameter.Case && (c.Methodology is null || c.Methodology == methodology.Id)).ToList();
        return (cases.FirstOrDefault(c => c.Index.Count > 0 && c.Index.SequenceEqual(members)) ?? cases.FirstOrDefault(c => c.Index.Count == 0))?.Is;
    }

    /// <summary>The years that the project's file gives a history for.</summary>
    public static IEnumerable<int> HistoryYears(IndexSet set, Methodology methodology, Project project)
    {
        foreach (var parameter in methodology.Parameters.Where(p => p.Kind == ParameterKind.History && p.Sets.Contains(set)))
        {
            var at = parameter.Sets.ToList().IndexOf(set);
            foreach (var entry in project.Parameters.Where(e => e.Parameter == parameter.Name && (e.Methodology is null || e.Methodology == methodology.Id)))
                if (entry.Index.Count > at && int.TryParse(entry.Index[at], out var year)) yield return year;
        }
    }
}
