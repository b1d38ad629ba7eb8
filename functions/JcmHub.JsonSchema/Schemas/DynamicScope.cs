namespace JcmHub.JsonSchema.Schemas;

/// <summary>
/// What <c>$dynamicRef</c> needs to know of the way an evaluation came: for each dynamic anchor name, the outermost
/// resource on the way that has it (core 8.2.3.2). Two ways that agree on this are one scope.
/// </summary>
internal sealed class DynamicScope
{
    private readonly Dictionary<string, SchemaNode> _outermost;

    private DynamicScope(Dictionary<string, SchemaNode> outermost) => _outermost = outermost;

    public SchemaNode? this[string anchor] => _outermost.GetValueOrDefault(anchor);

    /// <summary>Hands out one instance per scope.</summary>
    internal sealed class Pool(Func<SchemaValue, SchemaResource, SchemaNode> nodeOf)
    {
        private readonly Dictionary<(DynamicScope, SchemaResource), DynamicScope> _entered = [];
        private readonly List<DynamicScope> _all = [new DynamicScope([])];

        public DynamicScope Empty => _all[0];

        public DynamicScope Enter(DynamicScope scope, SchemaResource resource)
        {
            if (resource.DynamicAnchors.Count == 0 || resource.DynamicAnchors.Keys.All(scope._outermost.ContainsKey))
                return scope;
            if (_entered.TryGetValue((scope, resource), out var known))
                return known;
            var outermost = new Dictionary<string, SchemaNode>(scope._outermost);
            foreach (var (anchor, value) in resource.DynamicAnchors)
                outermost.TryAdd(anchor, nodeOf(value, resource));
            var entered = _all.Find(s => s._outermost.Count == outermost.Count && s._outermost.All(pair => outermost.GetValueOrDefault(pair.Key) == pair.Value));
            if (entered is null)
                _all.Add(entered = new DynamicScope(outermost));
            return _entered[(scope, resource)] = entered;
        }
    }
}
