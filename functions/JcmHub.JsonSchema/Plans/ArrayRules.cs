using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Plans;

/// <summary>What a location plan asks of an array: its counts, <c>contains</c>, and the plan of each item.</summary>
internal sealed class ArrayRules
{
    private readonly LocationPlan _plan;
    private readonly LocationPlan?[] _prefix;
    private volatile LocationPlan? _rest;

    public ArrayRules(LocationPlan plan)
    {
        _plan = plan;
        var nodes = plan.Slots.Where(s => s.Kind != SlotKind.UnevaluatedGroup).Select(s => (Slot: s, s.Schema.Node)).ToList();
        _prefix = new LocationPlan?[nodes.Count == 0 ? 0 : nodes.Max(n => n.Node.PrefixItems.Length)];
        Counts = [.. nodes.SelectMany(n => n.Node.ItemCounts.Select(c => (n.Slot, c)))];
        Unique = [.. nodes.Where(n => n.Node.UniqueItems is not null).Select(n => (n.Slot, n.Node.UniqueItems!))];
        CountStart = plan.StateWords;
        Contains = [.. nodes.Where(n => n.Node.Contains is not null).Select(n => n.Slot)];
    }

    /// <summary>First word of the state that counts the items accepted by <see cref="Contains"/>.</summary>
    public int CountStart { get; }

    public int StateWords => CountStart + Contains.Length;

    public (Slot Slot, CountBound Bound)[] Counts { get; }

    public (Slot Slot, Assertion Assertion)[] Unique { get; }

    public Slot[] Contains { get; }

    public int CounterOf(Slot slot) => CountStart + Array.IndexOf(Contains, slot);

    /// <summary>The plan of the item at this index.</summary>
    public LocationPlan Item(long index) =>
        index >= _prefix.Length ? _rest ?? MakeRest() : Volatile.Read(ref _prefix[index]) ?? MakePrefix((int)index);

    /// <summary>
    /// Where a failure under <c>unevaluatedItems</c> counts once it is known which <c>contains</c> accepted the item;
    /// null where one of them evaluates it for certain.
    /// </summary>
    public Slot? Target(Slot target, List<Slot> containing)
    {
        var owner = target.Kind == SlotKind.UnevaluatedGroup ? target.Parent! : target;
        var waits = false;
        foreach (var slot in containing)
        {
            if (!slot.EvaluatesFor(owner, out var branch))
                continue;
            if (branch is null)
                return null;
            waits = true;
        }
        if (!waits)
            return target;
        var candidates = new List<Slot>(target.Candidates);
        foreach (var slot in containing)
        {
            if (slot.EvaluatesFor(owner, out var branch))
                candidates.Add(branch!);
        }
        lock (_plan.Library.Gate)
            return _plan.GroupOf(owner, candidates);
    }

    private LocationPlan MakePrefix(int index)
    {
        lock (_plan.Library.Gate)
            return _prefix[index] ??= Make(index);
    }

    private LocationPlan MakeRest()
    {
        lock (_plan.Library.Gate)
            return _rest ??= Make(_prefix.Length);
    }

    private LocationPlan Make(int index)
    {
        var roots = new PlanRoots();
        var library = _plan.Library;
        var slots = _plan.Slots;
        foreach (var slot in slots)
        {
            if (slot.Kind == SlotKind.UnevaluatedGroup)
                continue;
            var node = slot.Schema.Node;
            var item = index < node.PrefixItems.Length ? node.PrefixItems[index] : node.Items;
            if (item is not null)
                roots.Add(library.Bind(item, slot), SlotKind.Plain, slot, LocationPlan.EdgeOf(node, item));
            if (node.Contains is not null)
                roots.Add(library.Bind(node.Contains, slot), SlotKind.Contains, slot, "/contains");
        }
        foreach (var owner in slots)
        {
            if (owner.Kind == SlotKind.UnevaluatedGroup || owner.Schema.Node.UnevaluatedItems is not { } schema)
                continue;
            if (Unevaluated.Target(_plan, owner, slots, other => Evaluates(owner, other, index)) is not { } target)
                continue;
            var waits = Array.Exists(Contains, slot => slot.EvaluatesFor(owner, out _));
            roots.Add(library.Bind(schema, owner), waits ? SlotKind.UnevaluatedItem : SlotKind.Plain, target, LocationPlan.EdgeOf(owner.Schema.Node, schema));
        }
        return library.PlanOf(roots);
    }

    private static bool Evaluates(Slot owner, Slot slot, int index)
    {
        var node = slot.Schema.Node;
        return index < node.PrefixItems.Length || node.Items is not null || (slot != owner && node.UnevaluatedItems is not null);
    }
}
