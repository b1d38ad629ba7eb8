using JcmHub.JsonSchema.Patterns;
using JcmHub.JsonSchema.Plans;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>From documents to a plan: reads every subschema, resolves references, refuses what cannot be evaluated.</summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaDocument? _rootDocument;
    private readonly Func<string, SchemaResource?> _registry;
    private readonly Dictionary<SchemaValue, SchemaNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(SchemaNode Node, string Keyword)> _unread = [];
    private readonly Dictionary<string, Dialect> _dialects = [];
    private readonly Dictionary<string, Pattern> _patterns = [];

    private SchemaCompiler(SchemaDocument? rootDocument, Func<string, SchemaResource?> registry, SchemaOptions options)
    {
        options.Check();
        _rootDocument = rootDocument;
        _registry = registry;
        Options = options;
    }

    public SchemaOptions Options { get; }

    public static CompiledSchema Compile(SchemaResource root, SchemaDocument document, Func<string, SchemaResource?> registry, SchemaOptions options)
    {
        var compiler = new SchemaCompiler(document, registry, options);
        return compiler.Finish(compiler.NodeOf(root.Root, root), document);
    }

    public static CompiledSchema Compile(string uri, Func<string, SchemaResource?> registry, SchemaOptions options)
    {
        var compiler = new SchemaCompiler(null, registry, options);
        var node = compiler.Find(uri)?.Node ?? throw new SchemaException(
            ErrorCodes.InvalidSchemaReference, uri, 0, 0, $"The registry has no schema {uri}.", $"レジストリにスキーマ {uri} がありません。");
        return compiler.Finish(node, node.Resource.Document);
    }

    /// <summary>The node of a subschema; its keywords are read later, so that references may run in circles.</summary>
    public SchemaNode NodeOf(SchemaValue value, SchemaResource around)
    {
        if (_nodes.TryGetValue(value, out var node))
            return node;
        // A place that only a reference found, inside a keyword that is not known, belongs to the resource around it.
        var place = around.Document.Places.GetValueOrDefault(value) ?? new SchemaPlace(around, "");
        node = new SchemaNode(value, place.Resource);
        _nodes.Add(value, node);
        _unread.Enqueue((node, place.Keyword));
        return node;
    }

    /// <summary>The schema that a reference leads to, and its name where that is a dynamic anchor.</summary>
    public (SchemaNode Node, string? DynamicAnchor) Resolve(SchemaResource from, SchemaValue at, string reference) =>
        Find(UriReference.Resolve(from.Uri, reference)) ?? throw Error(ErrorCodes.InvalidSchemaReference, from, at,
            $"The reference {reference} leads to no schema; nothing is fetched.", $"参照 {reference} の先にスキーマがありません（取得は行いません）。");

    public Pattern PatternOf(string source, SchemaValue at, SchemaResource resource)
    {
        if (_patterns.TryGetValue(source, out var pattern))
            return pattern;
        try
        {
            return _patterns[source] = new Pattern(source);
        }
        catch (PatternException e)
        {
            throw e.IsUnsupported
                ? Error(ErrorCodes.UnsupportedPattern, resource, at, $"The pattern {source} is refused: {e.Message}.", $"パターン {source} は使えません: {e.MessageJa}。")
                : Error(ErrorCodes.InvalidSchemaPattern, resource, at,
                    $"{source} is not a regular expression of ECMA-262 with the u flag: {e.Message}.",
                    $"{source} はuフラグ付きのECMA-262正規表現ではありません: {e.MessageJa}。");
        }
    }

    public static SchemaException Error(string code, SchemaResource resource, SchemaValue at, string message, string messageJa)
    {
        var address = resource.Document.Uri.StartsWith("schema:///", StringComparison.Ordinal) ? "" : resource.Document.Uri;
        return new SchemaException(code, $"{address}#{at.Pointer}", at.Line, at.Column, message, messageJa);
    }

    private CompiledSchema Finish(SchemaNode root, SchemaDocument document)
    {
        RefuseSharedIdentifiers(document);
        // Every subschema of the document is read, so that a mistake is found whether or not a reference leads there.
        foreach (var (value, place) in document.Places)
            NodeOf(value, place.Resource);
        ReadAll();
        var scopes = new DynamicScope.Pool((value, resource) => NodeOf(value, resource));
        var bound = new BoundSchemas(scopes);
        var rootBound = bound.Root(root);
        RecursionCheck.Run(rootBound, bound, ReadAll);
        try
        {
            return new CompiledSchema(new PlanLibrary(bound, rootBound, Options));
        }
        catch (PlanTooLargeException)
        {
            throw Error(ErrorCodes.InvalidSchemaComplexity, root.Resource, root.Source,
                $"The schema asks for more than {Options.MaxEvaluations} evaluations of one value.",
                $"1つの値に対するスキーマの評価が{Options.MaxEvaluations}回を超えています。");
        }
    }

    private static void RefuseSharedIdentifiers(SchemaDocument document)
    {
        var known = new HashSet<string>();
        foreach (var resource in document.Resources)
        {
            if (!known.Add(resource.Uri))
            {
                throw Error(ErrorCodes.InvalidSchemaIdentifier, resource, resource.Root["$id"] ?? resource.Root,
                    $"Another schema in this document has the $id {resource.Uri}.", $"この文書には $id {resource.Uri} のスキーマがほかにもあります。");
            }
        }
    }

    private void ReadAll()
    {
        while (_unread.TryDequeue(out var next))
            new SchemaNodeReader(this, next.Node, DialectOf(next.Node.Resource)).Read(next.Keyword);
    }

    private (SchemaNode Node, string? DynamicAnchor)? Find(string uri)
    {
        var (address, fragment) = UriReference.Divide(uri);
        if (FindResource(address) is not { } resource)
            return null;
        if (fragment.Length == 0)
            return (NodeOf(resource.Root, resource), null);
        if (fragment[0] != '/')
        {
            return resource.Anchors.TryGetValue(fragment, out var anchored)
                ? (NodeOf(anchored, resource), resource.DynamicAnchors.ContainsKey(fragment) ? fragment : null)
                : null;
        }
        return resource.Document.Find(resource, fragment) is { } found ? (NodeOf(found.Value, found.Resource), null) : null;
    }

    private SchemaResource? FindResource(string address) =>
        _rootDocument?.Resources.Find(r => r.Uri == address) ?? _registry(address);

    private Dialect DialectOf(SchemaResource resource)
    {
        var uri = resource.DialectUri is { } declared ? UriReference.Resolve(declared, "").TrimEnd('#') : Dialect.Uri;
        if (uri == Dialect.Uri)
            return Dialect.Draft202012;
        if (_dialects.TryGetValue(uri, out var dialect))
            return dialect;
        var meta = FindResource(uri) ?? throw Error(ErrorCodes.InvalidSchemaDialect, resource, resource.Root,
            $"The $schema {uri} is neither draft 2020-12 nor in the registry.", $"$schema {uri} はdraft 2020-12ではなく、レジストリにもありません。");
        return _dialects[uri] = Dialect.Of(meta.Root, uri);
    }
}
