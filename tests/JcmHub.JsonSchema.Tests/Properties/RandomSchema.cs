using System.Text.Json.Nodes;

namespace JcmHub.JsonSchema.Tests.Properties;

/// <summary>Small random schemas and documents over few names and values, so that they meet.</summary>
internal sealed class RandomSchema(int seed)
{
    private const int Definitions = 3;
    private static readonly string[] s_names = ["a", "b", "xa", "é", "a/b"];
    private static readonly string[] s_types = ["null", "boolean", "number", "integer", "string", "object", "array"];
    private static readonly string[] s_patterns = ["a", "^x", "^.$", "b$|é"];
    private readonly Random _random = new(seed);

    public string Schema()
    {
        var root = Node(3, 0);
        var defs = new JsonObject();
        for (var i = 0; i < Definitions; i++)
            defs[$"d{i}"] = Node(2, i + 1);
        if (root is JsonObject o)
        {
            o["$defs"] = defs;
            return o.ToJsonString();
        }
        return new JsonObject { ["allOf"] = new JsonArray(root), ["$defs"] = defs }.ToJsonString();
    }

    public string Document() => Value(4).ToJsonString();

    /// <param name="depth">How deep subschemas may still go.</param>
    /// <param name="firstDefinition">On the same value only later definitions are referred to, so that none comes back to itself.</param>
    private JsonNode Node(int depth, int firstDefinition)
    {
        if (depth == 0 || _random.Next(12) == 0)
            return _random.Next(4) switch { 0 => JsonValue.Create(false), 1 => JsonValue.Create(true), _ => Leaf() };
        var node = new JsonObject();
        for (var i = _random.Next(1, 4); i > 0; i--)
            Add(node, depth - 1, firstDefinition);
        return node;
    }

    private JsonObject Leaf() => _random.Next(6) switch
    {
        0 => new JsonObject { ["type"] = Pick(s_types) },
        1 => new JsonObject { ["const"] = Value(1) },
        2 => new JsonObject { ["minimum"] = _random.Next(4) },
        3 => new JsonObject { ["maxLength"] = _random.Next(3) },
        4 => new JsonObject { ["pattern"] = Pick(s_patterns) },
        _ => new JsonObject { ["required"] = new JsonArray(Pick(s_names)) },
    };

    private void Add(JsonObject node, int depth, int first)
    {
        switch (_random.Next(26))
        {
            case 0:
                node["properties"] = Map(depth);
                break;
            case 1:
                node["properties"] = Map(depth);
                node["unevaluatedProperties"] = Child(depth);
                break;
            case 2:
                node["patternProperties"] = new JsonObject { [Pick(s_patterns)] = Child(depth), ["^."] = Child(depth) };
                break;
            case 3:
                node["additionalProperties"] = Child(depth);
                break;
            case 4:
                node["propertyNames"] = Child(depth);
                break;
            case 5:
                node["required"] = new JsonArray(Pick(s_names));
                break;
            case 6:
                node["dependentRequired"] = new JsonObject { [Pick(s_names)] = new JsonArray(Pick(s_names)) };
                break;
            case 7:
                node["dependentSchemas"] = new JsonObject { [Pick(s_names)] = Node(depth, first) };
                break;
            case 8:
                node[_random.Next(2) == 0 ? "minProperties" : "maxProperties"] = _random.Next(4);
                break;
            case 9:
                node["prefixItems"] = List(() => Child(depth));
                break;
            case 10:
                node["items"] = Child(depth);
                break;
            case 11:
                node["contains"] = Child(depth);
                break;
            case 12:
                node["contains"] = Child(depth);
                node["minContains"] = _random.Next(3);
                node["maxContains"] = _random.Next(3);
                break;
            case 13:
                node[_random.Next(2) == 0 ? "minItems" : "maxItems"] = _random.Next(4);
                break;
            case 14:
                node["uniqueItems"] = true;
                break;
            case 15:
                node["unevaluatedItems"] = Child(depth);
                break;
            case 16:
                node["unevaluatedProperties"] = Child(depth);
                break;
            case 17:
                node["allOf"] = List(() => Node(depth, first));
                break;
            case 18:
                node["anyOf"] = List(() => Node(depth, first));
                break;
            case 19:
                node["oneOf"] = List(() => Node(depth, first));
                break;
            case 20:
                node["not"] = Node(depth, first);
                break;
            case 21:
                node["if"] = Node(depth, first);
                node["then"] = Node(depth, first);
                node["else"] = Node(depth, first);
                break;
            case 22:
                node["if"] = Node(depth, first);
                break;
            case 23:
                node["enum"] = List(() => Value(2));
                break;
            case 24 when first < Definitions:
                node["$ref"] = $"#/$defs/d{_random.Next(first, Definitions)}";
                break;
            default:
                node["type"] = new JsonArray(Pick(s_types), "object", "array");
                if (node["type"]!.AsArray().Select(t => t!.ToString()).Distinct().Count() < 3)
                    node["type"] = Pick(s_types);
                break;
        }
    }

    private JsonObject Map(int depth)
    {
        var map = new JsonObject();
        for (var i = _random.Next(1, 4); i > 0; i--)
            map[Pick(s_names)] = Child(depth);
        return map;
    }

    /// <summary>A schema for a part of the value, which may refer to any definition.</summary>
    private JsonNode Child(int depth) =>
        _random.Next(6) == 0 ? new JsonObject { ["$ref"] = $"#/$defs/d{_random.Next(Definitions)}" } : Node(depth, 0);

    private JsonArray List(Func<JsonNode> make)
    {
        var list = new JsonArray();
        for (var i = _random.Next(1, 4); i > 0; i--)
            list.Add(make());
        return list;
    }

    private JsonNode Value(int depth)
    {
        switch (_random.Next(depth == 0 ? 5 : 11))
        {
            case 0:
                return JsonValue.Create(_random.Next(2) == 0);
            case 1:
                return JsonNode.Parse(_random.Next(3) switch { 0 => "1.0", 1 => "2.5", _ => "1e0" })!;
            case 2:
                return JsonValue.Create(_random.Next(4));
            case 3 or 4:
                return JsonValue.Create(Pick(["", "a", "xa", "é😀", "abc"]));
            case 5 or 6 or 7:
                var array = new JsonArray();
                for (var i = _random.Next(4); i > 0; i--)
                    array.Add(Value(depth - 1));
                return array;
            default:
                var o = new JsonObject();
                for (var i = _random.Next(4); i > 0; i--)
                    o[Pick(s_names)] = Value(depth - 1);
                return o;
        }
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
