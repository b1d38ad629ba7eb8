using System.Reflection;
using JcmHub.JsonSchema.Schemas;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema;

/// <summary>
/// The schemas that references can lead to: those that the caller adds, and the meta-schemas of 2020-12, which are built
/// in. Nothing is ever fetched. Filling is for one thread; once filled, any number of threads may compile.
/// </summary>
public sealed class SchemaRegistry
{
    private const string MetaBase = "https://json-schema.org/draft/2020-12/";
    private static readonly Lazy<Dictionary<string, SchemaResource>> s_builtIn = new(ReadBuiltIn);

    private readonly Dictionary<string, SchemaResource> _resources = [];
    private int _unnamed;

    /// <summary>
    /// Adds a schema document under the address it was retrieved from, under its own <c>$id</c>, and with all schemas
    /// embedded in it. Adding the same bytes again changes nothing.
    /// </summary>
    /// <exception cref="SchemaException">Not JSON, a broken identifier, or an address that another schema already has.</exception>
    public void Add(ReadOnlyMemory<byte> schema, Uri? retrievalUri = null)
    {
        var address = retrievalUri is null ? $"schema:///{++_unnamed}" : UriReference.Divide(retrievalUri.OriginalString).Document;
        var document = SchemaDocument.Read(schema, address);
        var entries = document.Resources.ConvertAll(resource => (resource.Uri, Resource: resource));
        entries.Add((address, document.RootResource));
        foreach (var (uri, resource) in entries)
        {
            if (_resources.TryGetValue(uri, out var other) && other.Document != document && !SchemaEquality.AreEqual(other.Root, resource.Root))
            {
                throw new SchemaException(ErrorCodes.InvalidSchemaIdentifier, uri, resource.Root.Line, resource.Root.Column,
                    $"The address {uri} already has another schema.", $"アドレス {uri} にはすでに別のスキーマがあります。");
            }
        }
        foreach (var (uri, resource) in entries)
            _resources[uri] = resource;
    }

    /// <summary>Compiles a schema document; it may refer to itself, to its own parts, and to what the registry holds.</summary>
    /// <exception cref="SchemaException">The schema, or one that it refers to, cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CompiledSchema Compile(ReadOnlyMemory<byte> schema, SchemaOptions? options = null)
    {
        var document = SchemaDocument.Read(schema, "schema:///root");
        return SchemaCompiler.Compile(document.RootResource, document, Find, options ?? SchemaOptions.Default);
    }

    /// <summary>Compiles a schema of the registry by its <c>$id</c> or the address it was added under; a fragment is allowed.</summary>
    /// <exception cref="SchemaException">There is none, or it cannot be used.</exception>
    public CompiledSchema Compile(Uri id, SchemaOptions? options = null) =>
        SchemaCompiler.Compile(id.OriginalString, Find, options ?? SchemaOptions.Default);

    private SchemaResource? Find(string uri) => _resources.GetValueOrDefault(uri) ?? s_builtIn.Value.GetValueOrDefault(uri);

    private static Dictionary<string, SchemaResource> ReadBuiltIn()
    {
        var found = new Dictionary<string, SchemaResource>();
        var assembly = Assembly.GetExecutingAssembly();
        // The table of host names' characters is a resource too, and no schema.
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => !name.EndsWith(".txt", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            foreach (var resource in SchemaDocument.Read(bytes.ToArray(), MetaBase + name).Resources)
                found[resource.Uri] = resource;
        }
        return found;
    }
}
