using System.Text.Json.Nodes;

namespace JcmHub.Adapters.Tests.Corrections;

internal static class JsonDocuments
{
    /// <summary>The document with one property as given.</summary>
    public static JsonObject With(this JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }
}
