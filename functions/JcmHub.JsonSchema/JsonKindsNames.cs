using System.Numerics;

namespace JcmHub.JsonSchema;

/// <summary>The types by their names in schemas and in messages.</summary>
internal static class JsonKindsNames
{
    private static readonly string[] s_names = ["null", "boolean", "number", "string", "object", "array", "integer"];
    private static readonly string[] s_japanese = ["null", "真偽値", "数値", "文字列", "オブジェクト", "配列", "整数"];

    public static JsonKinds Of(ScalarKind kind) => (JsonKinds)(1 << (int)kind);

    public static JsonKinds Parse(string name)
    {
        var index = Array.IndexOf(s_names, name);
        return index < 0 ? JsonKinds.None : (JsonKinds)(1 << index);
    }

    public static string En(this JsonKinds kinds) => Join(kinds, s_names, " or ");

    public static string Ja(this JsonKinds kinds) => Join(kinds, s_japanese, "または");

    private static string Join(JsonKinds kinds, string[] names, string separator)
    {
        var found = new List<string>();
        for (var bits = (int)kinds; bits != 0; bits &= bits - 1)
            found.Add(names[BitOperations.TrailingZeroCount(bits)]);
        return string.Join(separator, found);
    }
}
