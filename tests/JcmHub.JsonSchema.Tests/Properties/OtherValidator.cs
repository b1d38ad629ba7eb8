using System.Text.Json;
using Json.Schema;

namespace JcmHub.JsonSchema.Tests.Properties;

/// <summary>JsonSchema.Net, which others wrote: what it says of a document.</summary>
internal sealed class OtherValidator
{
    private readonly global::Json.Schema.JsonSchema _schema;

    public OtherValidator(string schema)
    {
        // Each schema in a registry of its own: none may know another's parts.
        _schema = global::Json.Schema.JsonSchema.FromText(schema, new BuildOptions { SchemaRegistry = new global::Json.Schema.SchemaRegistry() });
    }

    public bool IsValid(string document)
    {
        using var json = JsonDocument.Parse(document);
        return _schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.Flag }).IsValid;
    }
}
