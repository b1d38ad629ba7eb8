using System.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>One value of a schema document, kept as a tree. Documents under validation are never kept so.</summary>
internal sealed class SchemaValue(JsonKinds kind, long line, long column)
{
    private readonly Dictionary<string, SchemaValue>? _members = kind == JsonKinds.Object ? [] : null;

    public JsonKinds Kind { get; } = kind;

    public long Line { get; } = line;

    public long Column { get; } = column;

    /// <summary>JSON Pointer within the document.</summary>
    public string Pointer { get; init; } = "";

    /// <summary>A string's characters, a number's text, a literal.</summary>
    public byte[] Utf8 { get; init; } = [];

    public string Text => Encoding.UTF8.GetString(Utf8);

    public bool IsTrue => Kind == JsonKinds.Boolean && Utf8.Length == 4;

    /// <summary>Members in document order; duplicates were refused on reading.</summary>
    public IReadOnlyDictionary<string, SchemaValue> Members => _members!;

    public List<SchemaValue> Items { get; } = [];

    public SchemaValue? this[string name] => _members?.GetValueOrDefault(name);

    public void Add(string name, SchemaValue value) => _members!.Add(name, value);
}
