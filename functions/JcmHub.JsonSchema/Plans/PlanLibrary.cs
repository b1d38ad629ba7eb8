using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>
/// The location plans of one compiled schema. A plan is made when a document first comes to its kind of place, and kept:
/// like the states of a lazily built automaton, there are few, and a reader in the steady state makes none.
/// </summary>
internal sealed class PlanLibrary
{
    /// <summary>Evaluations in all plans together: a document against a schema made for it could ask for ever new plans.</summary>
    private const int MaxSlots = 1 << 20;

    private readonly Dictionary<string, LocationPlan> _kept = [];
    private readonly BoundSchemas _bound;
    private int _slots;

    public PlanLibrary(BoundSchemas bound, BoundSchema root, SchemaOptions options)
    {
        _bound = bound;
        Options = options;
        Empty = new LocationPlan(this, new PlanRoots());
        var roots = new PlanRoots();
        if (!root.Node.IsTrivial)
            roots.All.Add(new PlanRoot(root, SlotKind.Plain, [], ""));
        Root = PlanOf(roots);
    }

    public SchemaOptions Options { get; }

    /// <summary>Everything that makes plans or groups holds this.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The plan of places that no schema looks at.</summary>
    public LocationPlan Empty { get; }

    public LocationPlan Root { get; }

    public BoundSchema Bind(SchemaNode node, Slot from) => _bound.Bind(node, from.Schema.Scope);

    public BoundSchema Bind(SchemaNode node, BoundSchema from) => _bound.Bind(node, from.Scope);

    public LocationPlan PlanOf(PlanRoots roots)
    {
        if (roots.All.Count == 0)
            return Empty;
        var key = roots.Key;
        if (_kept.TryGetValue(key, out var plan))
            return plan;
        if (_slots > MaxSlots)
            throw new PlanTooLargeException();
        plan = new LocationPlan(this, roots);
        _slots += plan.Slots.Length;
        _kept.Add(key, plan);
        return plan;
    }
}
