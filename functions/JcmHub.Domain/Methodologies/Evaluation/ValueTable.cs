using JcmHub.Domain.Methodologies.Language;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Evaluation;

/// <summary>
/// The values that one methodology's formulas see for one vintage: the members of each index set, and for each name one
/// value per combination of members, the last set running fastest.
/// </summary>
internal sealed class ValueTable(MethodologyModel model)
{
    /// <summary>Above this many values of one name a computation would be no computation any more.</summary>
    public const int MostCells = 4_000_000;

    private readonly RoundedValue[]?[] cells = new RoundedValue[model.Vocabulary.Variables.Count][];
    private readonly Origin[]?[] origins = new Origin[model.Vocabulary.Variables.Count][];

    /// <summary>The members of each set, by the set's slot.</summary>
    public string[][] Members { get; } = [.. model.Sets.Select(s => s.Members == SetMembers.Listed ? s.Listed.ToArray() : [])];

    /// <summary>The first member of each set of years, by the set's slot.</summary>
    public int[] FirstYears { get; } = new int[model.Sets.Count];

    /// <summary>A table with nothing but what the project's file and the methodology fix; null where the project lacks one of the names.</summary>
    public static ValueTable? OfProject(Methodology methodology, ProjectValues project, IEnumerable<Variable> names, ref bool lacksCapacity)
    {
        var table = new ValueTable(methodology.Model);
        foreach (var variable in names)
        {
            var parameter = methodology.Parameters.First(p => p.Name == variable.Name);
            if (project.Find(parameter, []) is { } found && found.Value.Unit == parameter.Unit)
            {
                table.Allocate(variable);
                table.Set(variable, 0, RoundedValue.Exact(found.Value.Value), found.Origin);
                continue;
            }

            lacksCapacity |= parameter.TakesCapacity;
            return null;
        }

        return table;
    }

    /// <summary>The same inputs, for evaluating the formulas again while others may read this table.</summary>
    public ValueTable ForReplay()
    {
        var copy = new ValueTable(model);
        cells.CopyTo(copy.cells, 0);
        origins.CopyTo(copy.origins, 0);
        Members.CopyTo(copy.Members, 0);
        FirstYears.CopyTo(copy.FirstYears, 0);
        return copy;
    }

    public int CellCount(Variable variable)
    {
        long count = 1;
        foreach (var set in variable.Sets) count = Math.Min(count * Members[set.Slot].Length, MostCells + 1L);
        return (int)count;
    }

    public void Allocate(Variable variable, bool withOrigins = true)
    {
        var count = CellCount(variable);
        cells[variable.Slot] = new RoundedValue[count];
        if (withOrigins) origins[variable.Slot] = new Origin[count];
    }

    public void Release(Variable variable) => cells[variable.Slot] = null;

    public bool IsAllocated(Variable variable) => cells[variable.Slot] is not null;

    public void Set(Variable variable, int cell, RoundedValue value, Origin? origin = null)
    {
        cells[variable.Slot]![cell] = value;
        if (origin is not null) origins[variable.Slot]![cell] = origin;
    }

    public RoundedValue Get(Variable variable, int cell) => cells[variable.Slot]![cell];

    public Origin OriginOf(Variable variable, int cell) => origins[variable.Slot]![cell];

    /// <summary>Which cell of a name holds the value for those members.</summary>
    public int Cell(Variable variable, ReadOnlySpan<int> members)
    {
        var cell = 0;
        for (var i = 0; i < members.Length; i++) cell = (cell * Members[variable.Sets[i].Slot].Length) + members[i];
        return cell;
    }

    /// <summary>The ordinals of the members that a cell stands for.</summary>
    public int[] MembersOf(IReadOnlyList<IndexSet> sets, int cell)
    {
        var members = new int[sets.Count];
        for (var i = sets.Count - 1; i >= 0; i--)
        {
            var size = Members[sets[i].Slot].Length;
            members[i] = cell % size;
            cell /= size;
        }

        return members;
    }

    /// <summary>Such as <c>EG[PV-1]</c>: how the trace calls a value.</summary>
    public string Reference(Variable variable, int cell)
    {
        if (variable.Sets.Count == 0) return variable.Name;
        var members = MembersOf(variable.Sets, cell).Select((m, i) => Members[variable.Sets[i].Slot][m]);
        if (variable.Sets.Count > 1) members = members.Select(m => m.Contains(',', StringComparison.Ordinal) ? $"\"{m}\"" : m);
        return $"{variable.Name}[{string.Join(", ", members)}]";
    }
}
