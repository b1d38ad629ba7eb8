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
    /// <exception cref="InvalidDataException">A file breaks its schema or its rules, is about what another one is about already, or is missing; the message names it.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static RuleBook Load(string folder, string? methodologies = null)
    {
        var documents = Schemas(folder);
        var parties = Read(Path.Combine(folder, "parties"), "parties/party.schema", documents, bytes => PartyDocument.Parse(bytes), party => party.Id);
        if (parties.TrueForAll(party => party.Id != PartyId.Japan))
            throw new InvalidDataException($"{folder}/parties: there is no file of Japan.");
        var market = Read(Path.Combine(folder, "markets"), "markets/market.schema", documents, bytes => MarketDocument.Parse(bytes), _ => "the market");
        return new RuleBook(
            Read(Path.Combine(folder, "projects"), "projects/project.schema", documents, bytes => Project.Parse(bytes.Span), project => project.Id),
            parties,
            Read(methodologies ?? Path.Combine(folder, "methodologies"), "methodologies/methodology.schema", documents, Methodology, methodology => $"{methodology.Id} {methodology.Version}"),
            Read(Path.Combine(folder, "entities"), "entities/entity.schema", documents, bytes => ThirdPartyEntityDocument.Parse(bytes), entity => entity.Id),
            market.SingleOrDefault() ?? throw new InvalidDataException($"{folder}/markets: there is no file of the market."),
            documents);
    }

    private static DocumentSchemas Schemas(string folder)
    {
        var registry = new SchemaRegistry();
        var schemaFiles = DocumentFolders.SelectMany(name => Files(Path.Combine(folder, name)))
            .Concat(Directory.GetFiles(folder, "*.schema.json", SearchOption.AllDirectories))
            .ToArray();
        foreach (var file in schemaFiles)
            Named(file, () => registry.Add(File.ReadAllBytes(file)));
        var schemas = new Dictionary<string, CompiledSchema>();
        foreach (var file in schemaFiles)
            Named(file, () => schemas[Name(folder, file)] = registry.Compile(IdOf(folder, file), new SchemaOptions { AssertFormat = true }));
        return new DocumentSchemas(schemas);
    }

    private static List<T> Read<T>(string folder, string schema, DocumentSchemas documents, Func<ReadOnlyMemory<byte>, T> parse, Func<T, object> about)
    {
        var read = new Dictionary<object, T>();
        foreach (var file in Files(folder).Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal)))
        {
            Named(file, () =>
            {
                ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file);
                if (documents.Check(schema, bytes) is { Count: > 0 } errors)
                    throw new InvalidDataException(string.Join("; ", errors.Select(error => $"{error.Code} at {error.Pointer}: {error.Detail}")));
                var item = parse(bytes);
                if (!read.TryAdd(about(item), item))
                    throw new InvalidDataException($"another file is about {about(item)} too.");
            });
        }

        return [.. read.Values];
    }

    private static void Named(string file, Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure) when (failure is FormatException or InvalidDataException or SchemaException)
        {
            throw new InvalidDataException($"{file}: {failure.Message}", failure);
        }
    }

    private static Methodology Methodology(ReadOnlyMemory<byte> bytes)
    {
        var load = Domain.Methodologies.Methodology.Load(bytes.Span);
        return load.Methodology ?? throw new InvalidDataException(string.Join("; ", load.Errors));
    }

    private static string[] Files(string folder) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];

    private static string Name(string folder, string file) =>
        Path.GetRelativePath(folder, file).Replace('\\', '/')[..^".json".Length];

    private static Uri IdOf(string folder, string file) => new($"https://jcmhub.example/schemas/{Name(folder, file)}.json");
}
