using JcmHub.JsonSchema.Plans;

namespace JcmHub.JsonSchema.Runs;

/// <summary>Verdicts of branches on a container, decided as it closes. The container is still the innermost frame.</summary>
internal sealed partial class ValidationRun
{
    private const ulong FailedBit = 1;
    private const ulong OmittedBit = 2;
    private const int HeldShift = 8;

    private void Decide(Decision decision)
    {
        var branches = decision.Branches;
        switch (decision.Kind)
        {
            case DecisionKind.AnyOf or DecisionKind.OneOf or DecisionKind.Member:
                DecideAlternatives(decision);
                break;
            case DecisionKind.Not:
                if (!HasFailed(branches[0]!))
                    RaiseAtContainer(decision.Slot, decision.Assertion, 0);
                break;
            case DecisionKind.Condition:
                if (branches[HasFailed(branches[0]!) ? 2 : 1] is { } chosen && HasFailed(chosen))
                    Promote(chosen, decision.Slot);
                break;
            case DecisionKind.Dependent:
                if (HasFailed(branches[0]!) && IsTriggered(decision))
                    Promote(branches[0]!, decision.Slot);
                break;
            case DecisionKind.Unevaluated:
                foreach (var group in branches)
                {
                    if (HasFailed(group!) && !HasBeenEvaluated(group!, decision.Slot))
                        Promote(group!, decision.Slot);
                }
                break;
        }
    }

    private void DecideAlternatives(Decision decision)
    {
        var holding = 0;
        foreach (var branch in decision.Branches)
            holding += HasFailed(branch!) ? 0 : 1;
        if (holding > 1 && decision.Kind == DecisionKind.OneOf)
            RaiseAtContainer(decision.Slot, Decision.OneOfMany, 0);
        if (holding > 0 || (decision.Kind == DecisionKind.Member && !HasMemberOfKind(decision)))
            return;
        foreach (var branch in decision.Branches)
            Promote(branch!, decision.Slot);
        RaiseAtContainer(decision.Slot, decision.Assertion, 0);
    }

    /// <summary>Where no member is of the container's kind, the container was refused when it opened.</summary>
    private bool HasMemberOfKind(Decision decision)
    {
        var kind = _frames[_depth - 1].IsObject ? JsonKinds.Object : JsonKinds.Array;
        foreach (var branch in decision.Branches)
        {
            if (branch!.Schema.Node.Source.Kind == kind)
                return true;
        }
        return false;
    }

    /// <summary>Did one of the branches hold that evaluate what the group's failures are about?</summary>
    private bool HasBeenEvaluated(Slot group, Slot owner)
    {
        foreach (var candidate in group.Candidates)
        {
            if (HasEvaluated(candidate, owner))
                return true;
        }
        return false;
    }

    /// <summary>Did this branch hold, and every branch around it up to the owner of the unevaluated keyword?</summary>
    private bool HasEvaluated(Slot branch, Slot owner)
    {
        for (var slot = branch; slot != owner; slot = slot.Parent!)
        {
            if (slot.IsConditional && (HasFailed(slot) || !IsChosen(slot)))
                return false;
        }
        return true;
    }

    private bool IsChosen(Slot slot)
    {
        var decision = slot.DecidedBy!;
        if (decision.Kind == DecisionKind.Dependent)
            return IsTriggered(decision);
        if (decision.Kind != DecisionKind.Condition || slot.Kind == SlotKind.Condition)
            return true;
        return HasFailed(decision.Branches[0]!) == (slot == decision.Branches[2]);
    }

    private bool IsTriggered(Decision decision)
    {
        ref var frame = ref _frames[_depth - 1];
        return frame.Objects is { } rules && IsSeen(frame, rules.Names.IndexOf(decision.Trigger!));
    }

    private bool HasFailed(Slot slot) => (_state[_frames[_depth - 1].State + slot.StateWord] & FailedBit) != 0;

    /// <summary>Tells the container around what its item, the frame that closes, came to under its waiting keywords.</summary>
    private void ReportContainer(LocationPlan plan)
    {
        var waits = false;
        foreach (var root in plan.ConditionalRoots)
        {
            waits |= root.Kind == SlotKind.UnevaluatedItem && HasFailed(root);
            if (root.Kind != SlotKind.Contains || HasFailed(root))
                continue;
            ref var around = ref _frames[_depth - 2];
            _state[around.State + around.Arrays!.CounterOf(around.Plan.Slots[root.Outer[0]])]++;
        }
        if (waits)
            ReportUnevaluated(plan);
    }

    private void ReportUnevaluated(LocationPlan plan)
    {
        ref var around = ref _frames[_depth - 2];
        var slots = around.Plan.Slots;
        _containing.Clear();
        foreach (var root in plan.ConditionalRoots)
        {
            if (root.Kind == SlotKind.Contains && !HasFailed(root))
                _containing.Add(slots[root.Outer[0]]);
        }
        foreach (var root in plan.ConditionalRoots)
        {
            if (root.Kind == SlotKind.UnevaluatedItem && HasFailed(root)
                && around.Arrays!.Target(slots[root.Outer[0]], _containing) is { } target)
                Promote(root, target, _depth - 2);
        }
    }
}
