namespace JcmHub.JsonSchema.Schemas;

/// <summary>A subschema together with the dynamic scope it is evaluated in: all its references lead to one place.</summary>
internal sealed class BoundSchema(int id, SchemaNode node, DynamicScope scope)
{
    public int Id { get; } = id;

    public SchemaNode Node { get; } = node;

    /// <summary>The scope within, this schema's own resource included.</summary>
    public DynamicScope Scope { get; } = scope;

    /// <summary>Where <c>$dynamicRef</c> leads from here.</summary>
    public SchemaNode? DynamicTarget => Node.DynamicAnchor is { } anchor ? Scope[anchor] ?? Node.DynamicRef : Node.DynamicRef;
}
