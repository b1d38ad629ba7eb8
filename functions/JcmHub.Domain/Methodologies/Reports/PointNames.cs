using JcmHub.Domain.Identifiers;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Language;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// The names that readings and the project's file give to the members of each index set: one meter under two spellings would count its tonnes twice.
/// Each name is judged once, when the first reading with it comes.
/// </summary>
internal sealed class PointNames
{
    private readonly Dictionary<string, NameRegister> sets = new(StringComparer.Ordinal);
    private readonly FindingList errors;
    private readonly FindingList warnings;

    public PointNames(Methodology methodology, ProjectValues project, FindingList errors, FindingList warnings)
    {
        (this.errors, this.warnings) = (errors, warnings);
        foreach (var (set, member) in project.Members(methodology)) Introduce(set, member, "/project");
    }

    /// <summary>Takes in a name that a reading or the project's file gives to a member of a set.</summary>
    public void Introduce(IndexSet set, string name, string pointer)
    {
        if (NameFindings.Judge(Register(set), name, pointer) is var (finding, isError)) (isError ? errors : warnings).Add(finding);
    }

    private NameRegister Register(IndexSet set) =>
        sets.TryGetValue(set.Name, out var known) ? known : sets[set.Name] = new NameRegister();
}
