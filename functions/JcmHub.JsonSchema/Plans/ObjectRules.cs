using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Patterns;
using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>What a location plan asks of an object: its names, its counts, and the plan of each property.</summary>
internal sealed class ObjectRules
{
    private const char Matched = 'x';

    private readonly LocationPlan _plan;
    private readonly LocationPlan?[] _known;
    private readonly Pattern[] _patterns;

    /// <summary>Plans by the set of patterns that a name matches, written as text; replaced as a whole when one is added.</summary>
    private volatile Dictionary<string, LocationPlan> _byPatterns = [];
    private volatile LocationPlan? _other;

    public ObjectRules(LocationPlan plan)
    {
        _plan = plan;
        var nodes = plan.Slots.Where(s => s.Kind != SlotKind.UnevaluatedGroup).Select(s => (Slot: s, s.Schema.Node)).ToList();
        Names = new NameTable(nodes.SelectMany(n => n.Node.Properties.Keys
            .Concat(n.Node.Required.Select(r => r.Name))
            .Concat(n.Node.DependentRequired.SelectMany(d => new[] { d.Name, d.Needed }))
            .Concat(n.Node.DependentSchemas.Select(d => d.Name))), plan.Library.Options.MaxStringBytes);
        _known = new LocationPlan?[Names.Count];
        _patterns = [.. nodes.SelectMany(n => n.Node.PatternProperties.Select(p => p.Pattern)).Distinct()];
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
    public LocationPlan Known(int index) => Volatile.Read(ref _known[index]) ?? MakeKnown(index);

    /// <summary>The plan of a property that is not in <see cref="Names"/>.</summary>
    public LocationPlan Other(ReadOnlySpan<byte> name)
    {
        if (_patterns.Length == 0)
            return _other ?? MakeOther();
        Span<char> matched = stackalloc char[_patterns.Length <= 256 ? _patterns.Length : 0];
        if (matched.IsEmpty)
            matched = new char[_patterns.Length];
        Match(name, matched);
        return _byPatterns.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(matched, out var plan) ? plan : MakeByPatterns(matched.ToString());
    }

    private LocationPlan MakeByPatterns(string matched)
    {
        lock (_plan.Library.Gate)
        {
            if (_byPatterns.TryGetValue(matched, out var plan))
                return plan;
            plan = Make(null, matched);
            _byPatterns = new Dictionary<string, LocationPlan>(_byPatterns) { [matched] = plan };
            return plan;
        }
    }

    private LocationPlan MakeKnown(int index)
    {
        var matched = new char[_patterns.Length];
        Match(Names[index], matched);
        lock (_plan.Library.Gate)
            return _known[index] ??= Make(Names.Names[index], new string(matched));
    }

    private LocationPlan MakeOther()
    {
        lock (_plan.Library.Gate)
            return _other ??= Make(null, "");
    }

    /// <summary>One character for each pattern: does the name match it?</summary>
    private void Match(ReadOnlySpan<byte> name, Span<char> matched)
    {
        for (var i = 0; i < _patterns.Length; i++)
            matched[i] = _patterns[i].IsMatch(name) ? Matched : ' ';
    }

    private LocationPlan Make(string? name, string matched)
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

    private bool Evaluates(Slot owner, Slot slot, string? name, string matched)
    {
        var node = slot.Schema.Node;
        return (name is not null && node.Properties.ContainsKey(name))
            || node.PatternProperties.Exists(p => IsMatched(p.Pattern, matched))
            || node.AdditionalProperties is not null
            || (slot != owner && node.UnevaluatedProperties is not null);
    }

    private bool IsMatched(Pattern pattern, string matched) => matched[Array.IndexOf(_patterns, pattern)] == Matched;

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
