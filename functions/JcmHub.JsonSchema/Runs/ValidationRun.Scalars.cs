using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Plans;

namespace JcmHub.JsonSchema.Runs;

/// <summary>Scalars: decided at once, explained only when refused.</summary>
internal sealed partial class ValidationRun
{
    /// <summary>The slot around that errors of the scalar at hand count for, where its own root does not say.</summary>
    private Slot? _explainTarget;

    /// <summary>The slots around whose <c>contains</c> accepts the item at hand.</summary>
    private readonly List<Slot> _containing = [];

    /// <param name="value">The scalar.</param>
    /// <param name="at">Its first byte in the piece at hand.</param>
    /// <param name="name">Its name in the object around; empty in an array.</param>
    private void Scalar(in ScalarValue value, int at, ReadOnlySpan<byte> name)
    {
        var plan = _plan;
        if (!plan.Program(value.Kind).Accepts(value))
            Explain(plan, value, PositionAt(at), name);
        if (plan.ConditionalRoots.Length > 0)
            ReportScalar(plan, value, PositionAt(at), name);
        _sink?.Scalar(new ValuePath(this, _depth, name, PositionAt(at)), value);
        if (_isFormWanted)
        {
            var formStart = _form.Length;
            _form.Scalar(value);
            EndItem(formStart);
        }
        _expect = _depth == 0 ? Expect.End : Expect.AfterValue;
    }

    private void Explain(LocationPlan plan, in ScalarValue value, in Position position, ReadOnlySpan<byte> name)
    {
        foreach (var root in plan.Roots)
        {
            if (!root.IsConditional)
                Explain(root, value, position, name);
        }
    }

    private void Explain(Slot slot, in ScalarValue value, in Position position, ReadOnlySpan<byte> name)
    {
        foreach (var check in slot.Schema.Node.ScalarChecks)
        {
            if ((check.Concerns & JsonKindsNames.Of(value.Kind)) != 0 && !check.Accepts(value))
                RaiseAtScalar(slot, check, value.Kind, position, name);
        }
        foreach (var child in slot.PlainChildren)
            Explain(child, value, position, name);
        foreach (var decision in slot.Decisions)
        {
            if (ScalarProgram.AppliesToScalars(decision) && !ScalarProgram.Holds(decision, value))
                Explain(decision, value, position, name);
        }
    }

    private void Explain(Decision decision, in ScalarValue value, in Position position, ReadOnlySpan<byte> name)
    {
        switch (decision.Kind)
        {
            case DecisionKind.Not:
                RaiseAtScalar(decision.Slot, decision.Assertion, value.Kind, position, name);
                return;
            case DecisionKind.Condition:
                Explain(decision.Branches[ScalarProgram.Accepts(decision.Branches[0], value) ? 1 : 2]!, value, position, name);
                return;
            case DecisionKind.OneOf when ScalarProgram.CountHolding(decision, value) > 1:
                RaiseAtScalar(decision.Slot, Decision.OneOfMany, value.Kind, position, name);
                return;
            default:
                foreach (var branch in decision.Branches)
                    Explain(branch!, value, position, name);
                RaiseAtScalar(decision.Slot, decision.Assertion, value.Kind, position, name);
                return;
        }
    }

    /// <summary>Tells the array around what <c>contains</c> and <c>unevaluatedItems</c> say of this item.</summary>
    private void ReportScalar(LocationPlan plan, in ScalarValue value, in Position position, ReadOnlySpan<byte> name)
    {
        foreach (var root in plan.ConditionalRoots)
        {
            var holds = ScalarProgram.Accepts(root, value);
            if (root.Kind == SlotKind.Contains && holds)
                CountContained(root);
            if (root.Kind == SlotKind.Contains || holds)
                continue;
            _containing.Clear();
            foreach (var other in plan.ConditionalRoots)
            {
                if (other.Kind == SlotKind.Contains && ScalarProgram.Accepts(other, value))
                    _containing.Add(OuterOf(other));
            }
            ref var around = ref _frames[_depth - 1];
            if (around.Arrays!.Target(OuterOf(root), _containing) is not { } target)
                continue;
            _explainTarget = target;
            Explain(root, value, position, name);
            _explainTarget = null;
        }
    }

    private void CountContained(Slot root)
    {
        ref var around = ref _frames[_depth - 1];
        _state[around.State + around.Arrays!.CounterOf(OuterOf(root))]++;
    }

    /// <summary>The slot of the innermost open container that a conditional root of its item serves.</summary>
    private Slot OuterOf(Slot root) => _frames[_depth - 1].Plan.Slots[root.Outer[0]];
}
