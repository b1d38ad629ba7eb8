using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Checks;

/// <summary>Messages that quote the schema.</summary>
internal static class Wording
{
    private const int MaxQuoted = 20;

    public static Phrase Missing(string name) => new($"the property \"{name}\" is missing", $"項目「{name}」がありません");

    public static Phrase MissingBeside(string needed, string name) => new(
        $"the property \"{needed}\" is missing; it must stand beside \"{name}\"", $"項目「{name}」があるときは項目「{needed}」が必要です");

    public static Phrase Exactly(SchemaValue value) => new($"must be {Quote(value)}", $"{Quote(value)} でなければなりません");

    public static Phrase OneOf(List<SchemaValue> values)
    {
        var list = string.Join(", ", values.Take(MaxQuoted).Select(Quote)) + (values.Count > MaxQuoted ? ", …" : "");
        return new($"must be one of: {list}", $"次のいずれかでなければなりません: {list}");
    }

    private static string Quote(SchemaValue value) => value.Kind switch
    {
        JsonKinds.String => $"\"{value.Text}\"",
        JsonKinds.Object => "{…}",
        JsonKinds.Array => "[…]",
        _ => value.Text,
    };
}
