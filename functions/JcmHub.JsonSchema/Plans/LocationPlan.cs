using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>
/// All evaluations that one value takes part in, <c>$ref</c>, <c>allOf</c>, <c>anyOf</c> and the like unfolded: known
/// before the value comes, because it depends only on the plan of the container around and on the property's name or
/// the item's index.
/// </summary>
internal sealed class LocationPlan
{
    private const int MaxInPlaceDepth = 512;

    /// <summary>State words kept for groups that only documents bring up: sets of branches that evaluate one property.</summary>
    private const int GroupWords = 64;

    private readonly List<Slot> _building = [];
    private readonly List<Decision> _decisions = [];
    private readonly ScalarProgram?[] _programs = new ScalarProgram?[4];
    private int _usedGroupWords;

    // Read without the gate by every reader, replaced under it.
    private volatile Slot[] _slots;
    private volatile ObjectRules? _objects;
    private volatile ArrayRules? _arrays;

    public LocationPlan(PlanLibrary library, PlanRoots roots)
    {
        Library = library;
        foreach (var root in roots.All)
            Unfold(root.Schema, root.Kind, null, root.Edge, [.. root.Outer], 0);
        _slots = [.. _building];
        Roots = [.. Slots.Where(s => s.Parent is null)];
        ConditionalRoots = [.. Roots.Where(s => s.IsConditional)];
        Decisions = [.. _decisions];
        Verdicts = StateWords;
        if (Array.Exists(Decisions, d => d.Kind == DecisionKind.Unevaluated))
            StateWords += GroupWords;
        RefusesObjects = Refusals(JsonKinds.Object);
        RefusesArrays = Refusals(JsonKinds.Array);
    }

    public PlanLibrary Library { get; }

    /// <summary>Every evaluation; parents before children. Groups are appended later.</summary>
    public Slot[] Slots => _slots;

    public Slot[] Roots { get; }

    /// <summary>Evaluations whose verdict the container around waits for.</summary>
    public Slot[] ConditionalRoots { get; }

    /// <summary>Outer keywords before those within their branches; decided in reverse.</summary>
    public Decision[] Decisions { get; }

    /// <summary>Words of state that verdicts take, groups not counted.</summary>
    public int Verdicts { get; }

    /// <summary>Words of state that any container needs here; object and array rules add theirs.</summary>
    public int StateWords { get; private set; }

    public (Slot Slot, Assertion Assertion)[] RefusesObjects { get; }

    public (Slot Slot, Assertion Assertion)[] RefusesArrays { get; }

    public ObjectRules Objects => _objects ?? MakeObjects();

    public ArrayRules Arrays => _arrays ?? MakeArrays();

    /// <summary>All plain evaluations of a scalar here; conditional roots are asked for one by one.</summary>
    public ScalarProgram Program(ScalarKind kind) =>
        _programs[(int)kind] ?? (_programs[(int)kind] = new ScalarProgram(Roots.Where(r => !r.IsConditional), kind));

    /// <summary>
    /// Where failures of an unevaluated keyword wait that count unless one of <paramref name="candidates"/> holds; the
    /// owner itself when there are none. Call under the library's gate.
    /// </summary>
    public Slot GroupOf(Slot owner, IReadOnlyCollection<Slot> candidates)
    {
        if (candidates.Count == 0)
            return owner;
        var decision = owner.Decisions[0];
        Slot[] wanted = [.. candidates.Distinct().OrderBy(s => s.Index)];
        var known = Array.Find(decision.Branches, g => g!.Candidates.AsSpan().SequenceEqual(wanted));
        if (known is not null)
            return known;
        if (_usedGroupWords == GroupWords)
            throw new PlanTooLargeException();
        var group = new Slot(Slots.Length, owner.Schema, SlotKind.UnevaluatedGroup, owner, "")
        {
            StateWord = Verdicts + _usedGroupWords++,
            Candidates = wanted,
            DecidedBy = decision,
        };
        _slots = [.. Slots, group];
        decision.Branches = [.. decision.Branches, group];
        return group;
    }

    private ObjectRules MakeObjects()
    {
        lock (Library.Gate)
            return _objects ??= new ObjectRules(this);
    }

    private ArrayRules MakeArrays()
    {
        lock (Library.Gate)
            return _arrays ??= new ArrayRules(this);
    }

    private (Slot Slot, Assertion Assertion)[] Refusals(JsonKinds kind) =>
    [
        .. from slot in Slots
           from refused in slot.Schema.Node.RefusedContainers
           where (refused.Kinds & kind) != 0
           select (slot, (Assertion)refused.Check),
    ];

    private Slot Unfold(BoundSchema schema, SlotKind kind, Slot? parent, string edge, int[] outer, int depth)
    {
        if (_building.Count >= Library.Options.MaxEvaluations || depth > MaxInPlaceDepth)
            throw new PlanTooLargeException();
        var slot = new Slot(_building.Count, schema, kind, parent, edge)
        {
            Outer = outer,
            StateWord = kind == SlotKind.Plain ? -1 : StateWords++,
        };
        _building.Add(slot);
        var node = schema.Node;
        if (node.UnevaluatedProperties is not null || node.UnevaluatedItems is not null)
            Decide(DecisionKind.Unevaluated, slot);
        if (node.Ref is not null)
            Plain(node.Ref, "/$ref");
        if (schema.DynamicTarget is { } target)
            Plain(target, "/$dynamicRef");
        foreach (var branch in node.AllOf)
            Plain(branch, EdgeOf(node, branch));
        if (node.AnyOf.Length > 0)
            Branches(Decide(DecisionKind.AnyOf, slot), SlotKind.Branch, node.AnyOf);
        if (node.OneOf.Length > 0)
            Branches(Decide(DecisionKind.OneOf, slot), SlotKind.Branch, node.OneOf);
        if (node.Not is not null)
            Branches(Decide(DecisionKind.Not, slot), SlotKind.Silent, [node.Not]);
        if (node.If is not null && (node.Then is not null || node.Else is not null || HasUnevaluatedAbove(slot)))
            Conditions(Decide(DecisionKind.Condition, slot), node);
        foreach (var (name, dependent) in node.DependentSchemas)
            Branches(Decide(DecisionKind.Dependent, slot, name), SlotKind.Branch, [dependent]);
        foreach (var (assertion, members) in node.ContainerSets)
        {
            var decision = new Decision(DecisionKind.Member, slot, assertion);
            Register(decision);
            Branches(decision, SlotKind.Silent, members);
        }
        return slot;

        void Plain(SchemaNode child, string childEdge)
        {
            var bound = Library.Bind(child, schema);
            if (!bound.Node.IsTrivial)
                slot.PlainChildren.Add(Unfold(bound, SlotKind.Plain, slot, childEdge, [], depth + 1));
        }

        void Branches(Decision decision, SlotKind branchKind, IEnumerable<SchemaNode> branches)
        {
            foreach (var branch in branches)
                Branch(decision, branchKind, branch);
        }

        void Conditions(Decision decision, SchemaNode owner)
        {
            Branch(decision, SlotKind.Condition, owner.If);
            Branch(decision, SlotKind.Branch, owner.Then);
            Branch(decision, SlotKind.Branch, owner.Else);
        }

        void Branch(Decision decision, SlotKind branchKind, SchemaNode? branch)
        {
            var unfolded = branch is null
                ? null
                : Unfold(Library.Bind(branch, schema), branchKind, slot, EdgeOf(node, branch), [], depth + 1);
            if (unfolded is not null)
                unfolded.DecidedBy = decision;
            decision.Branches = [.. decision.Branches, unfolded];
        }
    }

    private Decision Decide(DecisionKind kind, Slot slot, string? trigger = null)
    {
        var decision = new Decision(kind, slot) { Trigger = trigger };
        Register(decision);
        return decision;
    }

    private void Register(Decision decision)
    {
        _decisions.Add(decision);
        decision.Slot.Decisions.Add(decision);
    }

    /// <summary>An <c>if</c> alone decides nothing, but what it evaluates may count for an unevaluated keyword.</summary>
    private static bool HasUnevaluatedAbove(Slot slot)
    {
        for (Slot? above = slot; above is not null; above = above.Parent)
        {
            if (above.Decisions.Exists(d => d.Kind == DecisionKind.Unevaluated))
                return true;
        }
        return false;
    }

    internal static string EdgeOf(SchemaNode node, SchemaNode child) =>
        child.Source.Pointer.StartsWith(node.Source.Pointer, StringComparison.Ordinal) ? child.Source.Pointer[node.Source.Pointer.Length..] : "";
}
