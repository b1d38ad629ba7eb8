using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Entities;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.JsonSchema;

namespace JcmHub.Adapters.Files;

/// <summary>Reads the rule book from a <c>schemas</c> folder. A file that does not check stops the start, with its name and every reason.</summary>
public static class RuleBookFiles
{
    private static readonly string[] DocumentFolders = ["reports", "messages", "snapshots"];

    /// <summary>Reads everything.</summary>
    /// <param name="folder">The <c>schemas</c> folder.</param>
    /// <param name="methodologies">Where methodology files lie, if elsewhere.</param>
    /// <exception cref="InvalidDataException">A file breaks its schema or its rules.</exception>
    public static RuleBook Load(string folder, string? methodologies = null)
    {
        var registry = new SchemaRegistry();
        var schemaFiles = DocumentFolders.SelectMany(name => Files(Path.Combine(folder, name)))
            .Concat(Directory.GetFiles(folder, "*.schema.json", SearchOption.AllDirectories))
            .ToArray();
        foreach (var file in schemaFiles)
            registry.Add(File.ReadAllBytes(file));
        var schemas = schemaFiles.ToDictionary(file => Name(folder, file), file => registry.Compile(IdOf(folder, file), new SchemaOptions { AssertFormat = true }));
        var documents = new DocumentSchemas(schemas);
        return new RuleBook(
            Read(Path.Combine(folder, "projects"), "projects/project.schema", documents, bytes => Project.Parse(bytes.Span)),
            Read(Path.Combine(folder, "parties"), "parties/party.schema", documents, bytes => PartyDocument.Parse(bytes)),
            Read(methodologies ?? Path.Combine(folder, "methodologies"), "methodologies/methodology.schema", documents, Methodology),
            Read(Path.Combine(folder, "entities"), "entities/entity.schema", documents, bytes => ThirdPartyEntityDocument.Parse(bytes)),
            Read(Path.Combine(folder, "markets"), "markets/market.schema", documents, bytes => MarketDocument.Parse(bytes)).Single(),
            documents);
    }

    private static List<T> Read<T>(string folder, string schema, DocumentSchemas documents, Func<ReadOnlyMemory<byte>, T> parse)
    {
        var read = new List<T>();
        foreach (var file in Files(folder).Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal)))
        {
            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file);
            var errors = documents.Check(schema, bytes);
            if (errors.Count > 0)
                throw Invalid(file, errors);
            try
            {
                read.Add(parse(bytes));
            }
            catch (Exception failure) when (failure is FormatException or InvalidDataException)
            {
                throw new InvalidDataException($"{file}: {failure.Message}", failure);
            }
        }

        return read;
    }

    private static Methodology Methodology(ReadOnlyMemory<byte> bytes)
    {
        var load = Domain.Methodologies.Methodology.Load(bytes.Span);
        return load.Methodology ?? throw new InvalidDataException(string.Join("; ", load.Errors));
    }

    private static InvalidDataException Invalid(string file, IReadOnlyList<Finding> errors) =>
        new($"{file}: {string.Join("; ", errors.Select(error => $"{error.Code} at {error.Pointer}: {error.Detail}"))}");

    private static string[] Files(string folder) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];

    private static string Name(string folder, string file) =>
        Path.GetRelativePath(folder, file).Replace('\\', '/')[..^".json".Length];

    private static Uri IdOf(string folder, string file) => new($"https://jcmhub.example/schemas/{Name(folder, file)}.json");
}
