using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>
/// One schema document with the resources in it and the places where subschemas stand. Identifiers count only where a
/// subschema can stand: an <c>$id</c> inside <c>enum</c> or an unknown keyword is data.
/// </summary>
internal sealed class SchemaDocument
{
    private static readonly HashSet<string> s_one =
    [
        "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames", "then",
        "unevaluatedItems", "unevaluatedProperties",
    ];

    private static readonly HashSet<string> s_lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
    private static readonly HashSet<string> s_maps = ["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"];

    private readonly Dictionary<SchemaValue, SchemaPlace> _places = new(ReferenceEqualityComparer.Instance);

    private SchemaDocument(SchemaValue root, string uri)
    {
        Root = root;
        Uri = uri;
    }

    public SchemaValue Root { get; }

    /// <summary>Where it was retrieved from, or a made-up address.</summary>
    public string Uri { get; }

    public List<SchemaResource> Resources { get; } = [];

    /// <summary>Every place of a subschema.</summary>
    public IReadOnlyDictionary<SchemaValue, SchemaPlace> Places => _places;

    /// <summary>The resource that the document's root is.</summary>
    public SchemaResource RootResource => _places[Root].Resource;

    public static SchemaDocument Read(ReadOnlyMemory<byte> json, string uri)
    {
        var document = new SchemaDocument(SchemaValueReader.Read(json, uri), uri);
        var resource = new SchemaResource(document, uri, document.Root);
        document.Walk(document.Root, resource, "", isRoot: true);
        return document;
    }

    /// <summary>A resource of its own around a value that no document was read for.</summary>
    public static SchemaResource Empty(SchemaValue root) => new(new SchemaDocument(root, ""), "", root);

    /// <summary>The value that a JSON Pointer leads to, and the resource around it; null where there is none.</summary>
    public (SchemaValue Value, SchemaResource Resource)? Find(SchemaResource from, string pointer)
    {
        var (value, resource) = (from.Root, from);
        foreach (var raw in pointer.Split('/').Skip(1))
        {
            var token = PointerText.Unescape(raw);
            var next = value.Kind == JsonKinds.Array
                ? IsIndex(token) && int.TryParse(token, out var index) && index < value.Items.Count ? value.Items[index] : null
                : value[token];
            if (next is null)
                return null;
            value = next;
            resource = _places.TryGetValue(value, out var place) ? place.Resource : resource;
        }
        return (value, resource);
    }

    private static bool IsIndex(string token) => token is "0" || (token.Length is > 0 and < 10 && token[0] is >= '1' and <= '9');

    /// <summary>Not an identifier of 2020-12 (core 8.2.1); told when the schema is used, as an unused one does no harm.</summary>
    public static bool HasFragment(SchemaValue id) => UriReference.Divide(id.Text).Fragment.Length > 0;

    private void Walk(SchemaValue value, SchemaResource resource, string keyword, bool isRoot)
    {
        if (value.Kind == JsonKinds.Object)
            resource = Enter(value, resource, isRoot);
        else if (isRoot)
            Resources.Add(resource);
        _places[value] = new SchemaPlace(resource, keyword);
        if (value.Kind != JsonKinds.Object)
            return;
        AddAnchor(value, resource, "$anchor", isDynamic: false);
        AddAnchor(value, resource, "$dynamicAnchor", isDynamic: true);
        foreach (var (name, member) in value.Members)
        {
            if (s_one.Contains(name))
                WalkSchema(member, resource, name);
            else if (s_lists.Contains(name) && member.Kind == JsonKinds.Array)
                member.Items.ForEach(item => WalkSchema(item, resource, name));
            else if (s_maps.Contains(name) && member.Kind == JsonKinds.Object)
            {
                foreach (var entry in member.Members.Values)
                    WalkSchema(entry, resource, name);
            }
        }
    }

    private void WalkSchema(SchemaValue value, SchemaResource resource, string keyword)
    {
        if (value.Kind is JsonKinds.Object or JsonKinds.Boolean)
            Walk(value, resource, keyword, isRoot: false);
    }

    private SchemaResource Enter(SchemaValue value, SchemaResource resource, bool isRoot)
    {
        var id = value["$id"];
        var dialect = value["$schema"] is { Kind: JsonKinds.String } declared ? declared.Text : resource.DialectUri;
        var hasId = id is { Kind: JsonKinds.String } && !HasFragment(id);
        if (!hasId && !isRoot)
            return resource;
        var uri = hasId ? UriReference.Divide(UriReference.Resolve(resource.Uri, id!.Text)).Document : resource.Uri;
        var entered = new SchemaResource(this, uri, value) { DialectUri = dialect };
        Resources.Add(entered);
        return entered;
    }

    private static void AddAnchor(SchemaValue value, SchemaResource resource, string keyword, bool isDynamic)
    {
        if (value[keyword] is not { Kind: JsonKinds.String } anchor)
            return;
        var name = anchor.Text;
        if (!resource.Anchors.TryAdd(name, value) && resource.Anchors[name] != value)
            return;
        if (isDynamic)
            resource.DynamicAnchors[name] = value;
    }
}
