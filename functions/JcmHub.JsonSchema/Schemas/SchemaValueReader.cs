using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>Builds the tree of a schema document from the same reader that validates documents.</summary>
internal sealed class SchemaValueReader : IValueSink
{
    private readonly Stack<SchemaValue> _open = [];
    private SchemaValue? _root;

    public static SchemaValue Read(ReadOnlyMemory<byte> json, string uri)
    {
        var reader = new SchemaValueReader();
        var result = CompiledSchema.Anything.Validate(json, reader);
        if (!result.IsValid)
        {
            var error = result.Errors[0];
            throw new SchemaException(ErrorCodes.InvalidSchemaJson, $"{uri}#{error.InstanceLocation}", error.Line, error.Column,
                $"The schema is not JSON: {error.Message}", $"スキーマがJSONではありません: {error.MessageJa}");
        }
        return reader._root!;
    }

    public void StartObject(in ValuePath path) => Open(JsonKinds.Object, path);

    public void StartArray(in ValuePath path) => Open(JsonKinds.Array, path);

    public void EndObject(in ValuePath path) => _open.Pop();

    public void EndArray(in ValuePath path) => _open.Pop();

    public void Scalar(in ValuePath path, in ScalarValue value) => Attach(
        new SchemaValue(JsonKindsNames.Of(value.Kind), path.Line, path.Column) { Pointer = PointerOf(path), Utf8 = value.Utf8.ToArray() }, path);

    private void Open(JsonKinds kind, in ValuePath path)
    {
        var value = new SchemaValue(kind, path.Line, path.Column) { Pointer = PointerOf(path) };
        Attach(value, path);
        _open.Push(value);
    }

    private void Attach(SchemaValue value, in ValuePath path)
    {
        if (_open.Count == 0)
            _root = value;
        else if (_open.Peek().Kind == JsonKinds.Array)
            _open.Peek().Items.Add(value);
        else
            _open.Peek().Add(path.Last.ToString(), value);
    }

    private string PointerOf(in ValuePath path) =>
        _open.Count == 0 ? "" : $"{_open.Peek().Pointer}/{PointerText.Escape(path.Last.ToString())}";
}
