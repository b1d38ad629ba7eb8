using System.Numerics;

namespace JcmHub.JsonSchema;

/// <summary>The types of 2020-12 as a set. <c>Integer</c> alone stands for numbers without a fraction.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    String = 8,
    Object = 16,
    Array = 32,
    Integer = 64,
    Any = Null | Boolean | Number | String | Object | Array,
}

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
