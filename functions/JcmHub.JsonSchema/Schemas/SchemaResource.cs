namespace JcmHub.JsonSchema.Schemas;

/// <summary>A schema with an identity of its own: a document's root, or a subschema with <c>$id</c> (core 4.3.5).</summary>
internal sealed class SchemaResource(SchemaDocument document, string uri, SchemaValue root)
{
    public SchemaDocument Document { get; } = document;

    /// <summary>Absolute, without fragment: the base of the references within.</summary>
    public string Uri { get; } = uri;

    public SchemaValue Root { get; } = root;

    /// <summary>The <c>$schema</c> in force, inherited by embedded resources without one.</summary>
    public string? DialectUri { get; init; }

    /// <summary>Plain-name fragments: <c>$anchor</c> and <c>$dynamicAnchor</c>.</summary>
    public Dictionary<string, SchemaValue> Anchors { get; } = [];

    /// <summary>Those of <see cref="Anchors"/> that are dynamic.</summary>
    public Dictionary<string, SchemaValue> DynamicAnchors { get; } = [];
}
