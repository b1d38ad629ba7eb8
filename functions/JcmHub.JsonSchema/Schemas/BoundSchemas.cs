namespace JcmHub.JsonSchema.Schemas;

/// <summary>All bound schemas of one compiled schema, each once.</summary>
internal sealed class BoundSchemas(DynamicScope.Pool scopes)
{
    private readonly Dictionary<(SchemaNode, DynamicScope), BoundSchema> _all = [];

    public BoundSchema Root(SchemaNode node) => Bind(node, scopes.Empty);

    public BoundSchema Bind(SchemaNode node, DynamicScope from)
    {
        var scope = scopes.Enter(from, node.Resource);
        if (!_all.TryGetValue((node, scope), out var bound))
            _all.Add((node, scope), bound = new BoundSchema(_all.Count, node, scope));
        return bound;
    }

    public IEnumerable<BoundSchema> InPlace(BoundSchema schema)
    {
        foreach (var node in schema.Node.InPlace)
            yield return Bind(node, schema.Scope);
        if (schema.DynamicTarget is { } target)
            yield return Bind(target, schema.Scope);
    }

    public IEnumerable<BoundSchema> Children(BoundSchema schema) => schema.Node.Children.Select(node => Bind(node, schema.Scope));
}
