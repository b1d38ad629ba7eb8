using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Plans;

/// <summary>
/// What one kind of scalar must pass at one place, every unconditional evaluation of it flattened into one list. It only
/// says yes or no; who hears no asks again for the reasons.
/// </summary>
internal sealed class ScalarProgram
{
    private readonly ScalarCheck[] _checks;
    private readonly Decision[] _decisions;

    public ScalarProgram(IEnumerable<Slot> starts, ScalarKind kind)
    {
        var checks = new List<ScalarCheck>();
        var decisions = new List<Decision>();
        var open = new Stack<Slot>(starts.Reverse());
        while (open.TryPop(out var slot))
        {
            checks.AddRange(slot.Schema.Node.ScalarChecks.Where(check => (check.Concerns & JsonKindsNames.Of(kind)) != 0));
            decisions.AddRange(slot.Decisions.Where(AppliesToScalars));
            foreach (var child in slot.PlainChildren)
                open.Push(child);
        }
        _checks = [.. checks];
        _decisions = [.. decisions];
    }

    public bool AcceptsAll => _checks.Length == 0 && _decisions.Length == 0;

    public static bool AppliesToScalars(Decision decision) =>
        decision.Kind is DecisionKind.AnyOf or DecisionKind.OneOf or DecisionKind.Not or DecisionKind.Condition;

    public bool Accepts(in ScalarValue value)
    {
        foreach (var check in _checks)
        {
            if (!check.Accepts(value))
                return false;
        }
        foreach (var decision in _decisions)
        {
            if (!Holds(decision, value))
                return false;
        }
        return true;
    }

    public static bool Holds(Decision decision, in ScalarValue value)
    {
        switch (decision.Kind)
        {
            case DecisionKind.Not:
                return !Accepts(decision.Branches[0], value);
            case DecisionKind.Condition:
                return Accepts(decision.Branches[Accepts(decision.Branches[0], value) ? 1 : 2], value);
            default:
                var count = CountHolding(decision, value);
                return decision.Kind == DecisionKind.AnyOf ? count > 0 : count == 1;
        }
    }

    /// <summary>How many branches accept; for <c>anyOf</c> no more than one is looked for.</summary>
    public static int CountHolding(Decision decision, in ScalarValue value)
    {
        var count = 0;
        foreach (var branch in decision.Branches)
        {
            count += Accepts(branch, value) ? 1 : 0;
            if (count > (decision.Kind == DecisionKind.AnyOf ? 0 : 1))
                break;
        }
        return count;
    }

    public static bool Accepts(Slot? slot, in ScalarValue value) => slot is null || slot.Program(value.Kind).Accepts(value);
}
