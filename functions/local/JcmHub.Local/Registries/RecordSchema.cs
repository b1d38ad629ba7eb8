using JcmHub.JsonSchema;

namespace JcmHub.Local.Registries;

/// <summary>What a registry holds a record against before it acts on it: <c>schemas/messages/record-1.0.json</c>, which leads to the others.</summary>
public sealed class RecordSchema
{
    private static readonly SchemaOptions s_options = new() { AssertFormat = true };
    private readonly CompiledSchema _schema;

    private RecordSchema(CompiledSchema schema) => _schema = schema;

    /// <summary>Compiles the record's schema from a directory with all that it refers to.</summary>
    public static RecordSchema Load(string directory)
    {
        var known = new SchemaRegistry();
        foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
            known.Add(File.ReadAllBytes(file));
        return new RecordSchema(known.Compile(File.ReadAllBytes(Path.Combine(directory, "record-1.0.json")), s_options));
    }

    /// <summary>What is wrong with a record, as codes; empty where nothing is.</summary>
    internal IReadOnlyList<string> Check(RegistryRecord record)
    {
        if (RecordType.SchemaName(record.Type) is not { } schema)
            return ["record-type-unknown"];
        if (record.SchemaName != schema)
            return ["record-schema-mismatch"];
        return _schema.Validate(record.Canonical).IsValid ? [] : ["record-invalid"];
    }
}
