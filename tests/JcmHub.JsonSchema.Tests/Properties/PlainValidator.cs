using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JcmHub.JsonSchema.Tests.Properties;

/// <summary>
/// The specification read off word by word over a document tree: slow, holds everything, knows only what
/// <see cref="RandomSchema"/> makes. The streaming validator must agree with it.
/// </summary>
internal sealed class PlainValidator(JsonNode root)
{
    /// <summary>A verdict with the properties and items that annotations of the schema cover.</summary>
    private sealed record Outcome(bool IsValid, HashSet<string> Properties, HashSet<int> Items);

    public static bool IsValid(string schema, string document) =>
        new PlainValidator(JsonNode.Parse(schema)!).Evaluate(JsonNode.Parse(schema)!, JsonNode.Parse(document)).IsValid;

    private Outcome Evaluate(JsonNode schema, JsonNode? value)
    {
        if (schema is JsonValue boolean)
            return new Outcome(boolean.GetValue<bool>(), [], []);
        var s = schema.AsObject();
        var outcome = new Outcome(true, [], []);
        var holds = Scalars(s, value);
        holds &= value is not JsonObject o || Objects(s, o, outcome);
        holds &= value is not JsonArray a || Arrays(s, a, outcome);
        holds &= InPlace(s, value, outcome);
        if (s["unevaluatedProperties"] is { } properties && value is JsonObject owner)
        {
            foreach (var (name, member) in owner.Where(m => !outcome.Properties.Contains(m.Key)).ToList())
            {
                holds &= Evaluate(properties, member).IsValid;
                outcome.Properties.Add(name);
            }
        }
        if (s["unevaluatedItems"] is { } items && value is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (outcome.Items.Add(i))
                    holds &= Evaluate(items, list[i]).IsValid;
            }
        }
        return holds ? outcome : new Outcome(false, [], []);
    }

    private bool InPlace(JsonObject s, JsonNode? value, Outcome outcome)
    {
        var holds = true;
        if (s["$ref"] is { } reference)
            holds &= Take(root["$defs"]![reference.ToString()["#/$defs/".Length..]]!);
        if (s["allOf"] is JsonArray all)
            holds &= all.Select(b => Take(b!)).ToList().TrueForAll(b => b);
        if (s["anyOf"] is JsonArray any)
            holds &= any.Select(b => Take(b!)).ToList().Contains(true);
        if (s["oneOf"] is JsonArray one)
            holds &= one.Select(b => Take(b!)).ToList().Count(b => b) == 1;
        if (s["not"] is { } not)
            holds &= !Evaluate(not, value).IsValid;
        if (s["if"] is { } condition)
            holds &= s[Take(condition) ? "then" : "else"] is not { } chosen || Take(chosen);
        if (s["dependentSchemas"] is JsonObject dependents && value is JsonObject o)
            holds &= dependents.Where(d => o.ContainsKey(d.Key)).Select(d => Take(d.Value!)).ToList().TrueForAll(b => b);
        return holds;

        bool Take(JsonNode schema)
        {
            var inner = Evaluate(schema, value);
            outcome.Properties.UnionWith(inner.Properties);
            outcome.Items.UnionWith(inner.Items);
            return inner.IsValid;
        }
    }

    private bool Objects(JsonObject s, JsonObject value, Outcome outcome)
    {
        var holds = s["minProperties"] is not { } min || value.Count >= (int)min;
        holds &= s["maxProperties"] is not { } max || value.Count <= (int)max;
        holds &= s["required"] is not JsonArray required || required.All(n => value.ContainsKey(n!.ToString()));
        holds &= s["dependentRequired"] is not JsonObject needs
            || needs.All(n => !value.ContainsKey(n.Key) || n.Value!.AsArray().All(name => value.ContainsKey(name!.ToString())));
        foreach (var (name, member) in value)
        {
            if (s["propertyNames"] is { } names)
                holds &= Evaluate(names, JsonValue.Create(name)).IsValid;
            var schemas = new List<JsonNode>();
            if (s["properties"]?[name] is { } property)
                schemas.Add(property);
            if (s["patternProperties"] is JsonObject patterns)
                schemas.AddRange(patterns.Where(p => Matches(p.Key, name)).Select(p => p.Value!));
            if (schemas.Count == 0 && s["additionalProperties"] is { } additional)
                schemas.Add(additional);
            if (schemas.Count > 0)
                outcome.Properties.Add(name);
            foreach (var schema in schemas)
                holds &= Evaluate(schema, member).IsValid;
        }
        return holds;
    }

    private bool Arrays(JsonObject s, JsonArray value, Outcome outcome)
    {
        var holds = s["minItems"] is not { } min || value.Count >= (int)min;
        holds &= s["maxItems"] is not { } max || value.Count <= (int)max;
        holds &= s["uniqueItems"] is null || value.Select((item, i) => (item, i)).All(p => !value.Take(p.i).Any(e => JsonNode.DeepEquals(Normal(e), Normal(p.item))));
        var prefix = s["prefixItems"] as JsonArray ?? [];
        var contained = 0;
        for (var i = 0; i < value.Count; i++)
        {
            if ((i < prefix.Count ? prefix[i] : s["items"]) is { } schema)
            {
                holds &= Evaluate(schema, value[i]).IsValid;
                outcome.Items.Add(i);
            }
            if (s["contains"] is { } contains && Evaluate(contains, value[i]).IsValid)
            {
                contained++;
                outcome.Items.Add(i);
            }
        }
        if (s["contains"] is not null)
            holds &= contained >= ((int?)s["minContains"] ?? 1) && contained <= ((int?)s["maxContains"] ?? int.MaxValue);
        return holds;
    }

    private static bool Scalars(JsonObject s, JsonNode? value)
    {
        var holds = s["type"] is not { } type || (type is JsonArray types ? types.Any(t => IsOf(t!.ToString(), value)) : IsOf(type.ToString(), value));
        if (s.ContainsKey("const"))
            holds &= JsonNode.DeepEquals(Normal(s["const"]), Normal(value));
        if (s["enum"] is JsonArray values)
            holds &= values.Any(v => JsonNode.DeepEquals(Normal(v), Normal(value)));
        if (s["minimum"] is { } minimum && IsOf("number", value))
            holds &= Number(value!) >= Number(minimum);
        if (s["maxLength"] is { } maxLength && IsOf("string", value))
            holds &= value!.ToString().EnumerateRunes().Count() <= (int)maxLength;
        if (s["pattern"] is { } pattern && IsOf("string", value))
            holds &= Matches(pattern.ToString(), value!.ToString());
        return holds;
    }

    private static bool IsOf(string type, JsonNode? value) => value?.GetValueKind() switch
    {
        null or System.Text.Json.JsonValueKind.Null => type == "null",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => type == "boolean",
        System.Text.Json.JsonValueKind.String => type == "string",
        System.Text.Json.JsonValueKind.Number => type == "number" || (type == "integer" && decimal.IsInteger(Number(value))),
        System.Text.Json.JsonValueKind.Object => type == "object",
        _ => type == "array",
    };

    private static decimal Number(JsonNode value) => decimal.Parse(
        value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Numbers spelled one way, so that they compare by value.</summary>
    private static JsonNode? Normal(JsonNode? value) => value switch
    {
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(m.Key, Normal(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Normal)]),
        JsonValue v when v.GetValueKind() == System.Text.Json.JsonValueKind.Number => JsonValue.Create(Number(v) / 1.000000000000000000000000000000000m),
        _ => value?.DeepClone(),
    };

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, pattern.Replace("^.$", "^(?:[^\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])$", StringComparison.Ordinal));
}
