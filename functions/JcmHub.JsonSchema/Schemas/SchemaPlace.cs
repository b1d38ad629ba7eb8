namespace JcmHub.JsonSchema.Schemas;

/// <summary>Where a subschema stands: in which resource, and under which keyword.</summary>
internal sealed record SchemaPlace(SchemaResource Resource, string Keyword);
