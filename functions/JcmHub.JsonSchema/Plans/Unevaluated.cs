namespace JcmHub.JsonSchema.Plans;

/// <summary>Which evaluations take a property or item away from an unevaluated keyword.</summary>
internal static class Unevaluated
{
    /// <summary>
    /// The slot that a failure under the owner's unevaluated keyword counts for; null where some evaluation beside or
    /// below the owner certainly has evaluated the property or item. An <c>allOf</c> or <c>$ref</c> that fails fails the
    /// owner as well, so its properties count as evaluated: the verdict is the same and the errors stay to the point.
    /// </summary>
    public static Slot? Target(LocationPlan plan, Slot owner, Slot[] slots, Func<Slot, bool> evaluates)
    {
        var candidates = new List<Slot>();
        foreach (var slot in slots)
        {
            if (!slot.EvaluatesFor(owner, out var branch) || !evaluates(slot))
                continue;
            if (branch is null)
                return null;
            candidates.Add(branch);
        }
        return plan.GroupOf(owner, candidates);
    }
}
