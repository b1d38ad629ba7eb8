using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>
/// A JSON value as the schema that exactly its equals fulfil, so that <c>const</c> and <c>enum</c> compare containers
/// while they stream by and nothing of the document is kept.
/// </summary>
internal static class ConstantSchema
{
    private static readonly Phrase s_silent = new("", "");

    public static SchemaNode Of(SchemaValue value, SchemaResource resource)
    {
        var node = new SchemaNode(value, resource);
        Require(node, value.Kind);
        switch (value.Kind)
        {
            case JsonKinds.Object:
                foreach (var (name, member) in value.Members)
                {
                    node.Properties.Add(name, Of(member, resource));
                    node.Required.Add((name, new Assertion("", "", s_silent)));
                }
                node.PropertyCounts.Add(CountBound.Of("maxProperties", value.Members.Count));
                break;
            case JsonKinds.Array:
                node.PrefixItems = [.. value.Items.Select(item => Of(item, resource))];
                node.ItemCounts.Add(CountBound.Of("minItems", value.Items.Count));
                node.ItemCounts.Add(CountBound.Of("maxItems", value.Items.Count));
                break;
            default:
                node.ScalarChecks.Add(new SetCheck(SetOf(value), ErrorCodes.Const, "", s_silent));
                break;
        }
        return node;
    }

    private static void Require(SchemaNode node, JsonKinds kind)
    {
        var check = new TypeCheck(kind);
        node.ScalarChecks.Add(check);
        node.RefusedContainers.Add((check, check.Concerns & (JsonKinds.Object | JsonKinds.Array)));
    }

    private static ScalarSet SetOf(SchemaValue value) => new(
        value.Kind == JsonKinds.String ? [value.Text] : [],
        value.Kind == JsonKinds.Number ? [value.Utf8] : [],
        value.Kind & JsonKinds.Null,
        value is { Kind: JsonKinds.Boolean, IsTrue: true },
        value is { Kind: JsonKinds.Boolean, IsTrue: false });
}
