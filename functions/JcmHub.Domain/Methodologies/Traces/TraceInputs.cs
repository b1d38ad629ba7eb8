using JcmHub.Domain.Methodologies.Language;

namespace JcmHub.Domain.Methodologies.Traces;

/// <summary>Which inputs a trace lists: those that some formula uses.</summary>
internal static class TraceInputs
{
    public static IEnumerable<Variable> Of(MethodologyModel model)
    {
        var formulas = model.Formulas.Select(f => f.Variable).ToHashSet();
        return model.Formulas.SelectMany(f => TermWalk.Variables(f.Term)).Where(v => !formulas.Contains(v)).Distinct().OrderBy(v => v.Slot);
    }
}
