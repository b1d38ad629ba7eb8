using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Patterns;
using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>What a location plan asks of an object: its names, its counts, and the plan of each property.</summary>
internal sealed class ObjectRules
{
    private readonly LocationPlan _plan;
    private readonly LocationPlan?[] _known;
    private readonly Pattern[] _patterns;
    private readonly Dictionary<ulong, LocationPlan> _byPatterns = [];
    private LocationPlan? _other;

    public ObjectRules(LocationPlan plan)
    {
        _plan = plan;
        var nodes = plan.Slots.Where(s => s.Kind != SlotKind.UnevaluatedGroup).Select(s => (Slot: s, s.Schema.Node)).ToList();
        Names = new NameTable(nodes.SelectMany(n => n.Node.Properties.Keys
            .Concat(n.Node.Required.Select(r => r.Name))
            .Concat(n.Node.DependentRequired.SelectMany(d => new[] { d.Name, d.Needed }))
            .Concat(n.Node.DependentSchemas.Select(d => d.Name))));
        _known = new LocationPlan?[Names.Count];
        _patterns = [.. nodes.SelectMany(n => n.Node.PatternProperties.Select(p => p.Pattern)).Distinct()];
        if (_patterns.Length > 64)
            throw new PlanTooLargeException();
        Required = [.. nodes.SelectMany(n => n.Node.Required.Select(r => new NameRule(n.Slot, -1, Names.IndexOf(r.Name), r.Assertion)))];
        DependentRequired =
            [.. nodes.SelectMany(n => n.Node.DependentRequired.Select(d => new NameRule(n.Slot, Names.IndexOf(d.Name), Names.IndexOf(d.Needed), d.Assertion)))];
        Counts = [.. nodes.SelectMany(n => n.Node.PropertyCounts.Select(c => (n.Slot, c)))];
        SeenStart = plan.StateWords;
        SeenWords = (Names.Count + 63) / 64;
        RequiredNames = new ulong[SeenWords];
        foreach (var rule in Required)
            RequiredNames[rule.Needed >> 6] |= 1UL << (rule.Needed & 63);
        PropertyNames = MakePropertyNames(nodes);
    }

    public NameTable Names { get; }

    /// <summary>First word of the state that marks the names seen.</summary>
    public int SeenStart { get; }

    public int SeenWords { get; }

    public int StateWords => SeenStart + SeenWords;

    /// <summary>The union of all required names: an object that has these need not be asked further.</summary>
    public ulong[] RequiredNames { get; }

    public NameRule[] Required { get; }

    public NameRule[] DependentRequired { get; }

    public (Slot Slot, CountBound Bound)[] Counts { get; }

    /// <summary>The plan of every property's name as a string; null where no schema asks.</summary>
    public LocationPlan? PropertyNames { get; }

    /// <summary>The plan of a property by its index in <see cref="Names"/>.</summary>
    public LocationPlan Known(int index) => _known[index] ?? MakeKnown(index);

    /// <summary>The plan of a property that is not in <see cref="Names"/>.</summary>
    public LocationPlan Other(ReadOnlySpan<byte> name)
    {
        if (_patterns.Length == 0)
            return _other ?? MakeOther();
        var matched = Match(name);
        lock (_plan.Library.Gate)
        {
            if (!_byPatterns.TryGetValue(matched, out var plan))
                _byPatterns.Add(matched, plan = Make(null, matched));
            return plan;
        }
    }

    private LocationPlan MakeKnown(int index)
    {
        lock (_plan.Library.Gate)
            return _known[index] ??= Make(Names.Names[index], Match(Names[index]));
    }

    private LocationPlan MakeOther()
    {
        lock (_plan.Library.Gate)
            return _other ??= Make(null, 0);
    }

    private ulong Match(ReadOnlySpan<byte> name)
    {
        ulong matched = 0;
        for (var i = 0; i < _patterns.Length; i++)
            matched |= _patterns[i].IsMatch(name) ? 1UL << i : 0;
        return matched;
    }

    private LocationPlan Make(string? name, ulong matched)
    {
        var roots = new PlanRoots();
        var slots = _plan.Slots;
        foreach (var slot in slots)
        {
            if (slot.Kind == SlotKind.UnevaluatedGroup)
                continue;
            var node = slot.Schema.Node;
            var isEvaluated = false;
            if (name is not null && node.Properties.TryGetValue(name, out var property))
                Add(slot, property, ref isEvaluated);
            foreach (var (pattern, schema) in node.PatternProperties)
            {
                if (IsMatched(pattern, matched))
                    Add(slot, schema, ref isEvaluated);
            }
            if (!isEvaluated && node.AdditionalProperties is { } additional)
                Add(slot, additional, ref isEvaluated);
        }
        foreach (var owner in slots)
        {
            if (owner.Kind != SlotKind.UnevaluatedGroup && owner.Schema.Node.UnevaluatedProperties is { } schema
                && Unevaluated.Target(_plan, owner, slots, other => Evaluates(owner, other, name, matched)) is { } target)
                roots.Add(_plan.Library.Bind(schema, owner), SlotKind.Plain, target, LocationPlan.EdgeOf(owner.Schema.Node, schema));
        }
        return _plan.Library.PlanOf(roots);

        void Add(Slot slot, SchemaNode child, ref bool isEvaluated)
        {
            isEvaluated = true;
            roots.Add(_plan.Library.Bind(child, slot), SlotKind.Plain, slot, LocationPlan.EdgeOf(slot.Schema.Node, child));
        }
    }

    private bool Evaluates(Slot owner, Slot slot, string? name, ulong matched)
    {
        var node = slot.Schema.Node;
        return (name is not null && node.Properties.ContainsKey(name))
            || node.PatternProperties.Exists(p => IsMatched(p.Pattern, matched))
            || node.AdditionalProperties is not null
            || (slot != owner && node.UnevaluatedProperties is not null);
    }

    private bool IsMatched(Pattern pattern, ulong matched) => (matched & (1UL << Array.IndexOf(_patterns, pattern))) != 0;

    private LocationPlan? MakePropertyNames(List<(Slot Slot, SchemaNode Node)> nodes)
    {
        var roots = new PlanRoots();
        foreach (var (slot, node) in nodes)
        {
            if (node.PropertyNames is { } schema)
                roots.Add(_plan.Library.Bind(schema, slot), SlotKind.Plain, slot, "/propertyNames");
        }
        return roots.All.Count == 0 ? null : _plan.Library.PlanOf(roots);
    }
}
