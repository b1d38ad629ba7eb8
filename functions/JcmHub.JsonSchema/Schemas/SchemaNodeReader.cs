using System.Numerics;
using JcmHub.JsonSchema.Checks;
using JcmHub.JsonSchema.Formats;
using JcmHub.JsonSchema.Patterns;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Schemas;

/// <summary>Reads the keywords of one subschema into its node and refuses those that the meta-schema would refuse.</summary>
internal sealed partial class SchemaNodeReader(SchemaCompiler compiler, SchemaNode node, Dialect dialect)
{
    private readonly SchemaValue _source = node.Source;

    /// <param name="keyword">The keyword that this subschema stands under, which words a <c>false</c>.</param>
    public void Read(string keyword)
    {
        if (_source.Kind == JsonKinds.Boolean)
        {
            if (!_source.IsTrue)
                Refuse(FalseCheck.Under(keyword));
            return;
        }
        ExpectSchema(_source);
        ReadCore();
        if (dialect.Applicators)
            ReadApplicators();
        if (dialect.Unevaluated)
        {
            node.UnevaluatedProperties = Subschema("unevaluatedProperties");
            node.UnevaluatedItems = Subschema("unevaluatedItems");
        }
        if (dialect.Validation)
            ReadAssertions();
        if (dialect.Content)
        {
            ExpectString("contentEncoding");
            ExpectString("contentMediaType");
            if (_source["contentSchema"] is { } content)
                ExpectSchema(content);
        }
        ReadFormat();
        ReadMetaData();
    }

    private void ReadCore()
    {
        if (ExpectString("$id") is { } id && SchemaDocument.HasFragment(id))
            throw BadIdentifier(id, "An $id has no fragment; use $anchor.", "$idにフラグメントは使えません。$anchorを使ってください。");
        ExpectString("$schema");
        ExpectString("$comment");
        ExpectAnchor("$anchor");
        ExpectAnchor("$dynamicAnchor");
        ExpectDefinitions();
        if (ExpectString("$ref") is { } reference)
            node.Ref = compiler.Resolve(node.Resource, reference, reference.Text).Node;
        if (ExpectString("$dynamicRef") is { } dynamicReference)
            (node.DynamicRef, node.DynamicAnchor) = compiler.Resolve(node.Resource, dynamicReference, dynamicReference.Text);
    }

    private void ReadApplicators()
    {
        node.AllOf = SubschemaList("allOf");
        node.AnyOf = SubschemaList("anyOf");
        node.OneOf = SubschemaList("oneOf");
        node.Not = Subschema("not");
        node.If = Subschema("if");
        node.Then = Subschema("then");
        node.Else = Subschema("else");
        foreach (var (name, schema) in SubschemaMap("properties"))
            node.Properties.Add(name, schema);
        foreach (var (pattern, schema) in SubschemaMap("patternProperties"))
            node.PatternProperties.Add((compiler.PatternOf(pattern, _source["patternProperties"]![pattern]!, node.Resource), schema));
        node.DependentSchemas.AddRange(SubschemaMap("dependentSchemas"));
        node.AdditionalProperties = Subschema("additionalProperties");
        node.PropertyNames = Subschema("propertyNames");
        node.PrefixItems = SubschemaList("prefixItems");
        node.Items = Subschema("items");
        node.Contains = Subschema("contains");
        ReadContainsBounds();
    }

    private void ReadContainsBounds()
    {
        var min = dialect.Validation ? Count("minContains") : null;
        var max = dialect.Validation ? Count("maxContains") : null;
        if (node.Contains is null)
            return;
        if (min is null)
            node.ContainsCounts.Add(CountBound.Of("contains", 1));
        else if (min > 0)
            node.ContainsCounts.Add(CountBound.Of("minContains", min.Value));
        if (max is not null)
            node.ContainsCounts.Add(CountBound.Of("maxContains", max.Value));
    }

    private void ReadFormat()
    {
        if (ExpectString("format") is not { } format)
            return;
        var isAsserted = dialect.FormatAssertion || compiler.Options.AssertFormat;
        if (!isAsserted)
            return;
        if (FormatCatalogue.Find(format.Text) is { } test)
            node.ScalarChecks.Add(new FormatCheck(format.Text, test));
        else if (dialect.FormatAssertion && format.Text == FormatCatalogue.NotKnown)
        {
            throw SchemaCompiler.Error(ErrorCodes.InvalidSchemaFormat, node.Resource, format,
                $"The format {format.Text} must be asserted here but is not known.", $"形式 {format.Text} の検証が求められていますが、対応していません。");
        }
    }

    private void ReadMetaData()
    {
        ExpectString("title");
        ExpectString("description");
        ExpectBoolean("deprecated");
        ExpectBoolean("readOnly");
        ExpectBoolean("writeOnly");
        if (_source["examples"] is { Kind: not JsonKinds.Array } examples)
            throw Bad(examples, "examples must be an array", "examplesは配列でなければなりません");
    }

    private SchemaNode? Subschema(string keyword) => _source[keyword] is { } value ? compiler.NodeOf(value, node.Resource) : null;

    private SchemaNode[] SubschemaList(string keyword)
    {
        if (_source[keyword] is not { } list)
            return [];
        if (list.Kind != JsonKinds.Array || list.Items.Count == 0)
            throw Bad(list, $"{keyword} must be an array of at least one schema", $"{keyword}は1つ以上のスキーマの配列でなければなりません");
        return [.. list.Items.Select(item => compiler.NodeOf(item, node.Resource))];
    }

    private IEnumerable<(string Name, SchemaNode Schema)> SubschemaMap(string keyword)
    {
        if (_source[keyword] is not { } map)
            return [];
        if (map.Kind != JsonKinds.Object)
            throw Bad(map, $"{keyword} must be an object of schemas", $"{keyword}はスキーマのオブジェクトでなければなりません");
        return [.. map.Members.Select(member => (member.Key, compiler.NodeOf(member.Value, node.Resource)))];
    }

    /// <summary>Definitions are read when a reference leads to them, or with their whole document.</summary>
    private void ExpectDefinitions()
    {
        if (_source["$defs"] is not { } definitions)
            return;
        if (definitions.Kind != JsonKinds.Object)
            throw Bad(definitions, "$defs must be an object of schemas", "$defsはスキーマのオブジェクトでなければなりません");
        foreach (var definition in definitions.Members.Values)
            ExpectSchema(definition);
    }

    private void ExpectSchema(SchemaValue value)
    {
        if (value.Kind is not (JsonKinds.Object or JsonKinds.Boolean))
            throw Bad(value, "a schema must be an object or a boolean", "スキーマはオブジェクトか真偽値でなければなりません");
    }

    private SchemaValue? ExpectString(string keyword) => _source[keyword] is { Kind: not JsonKinds.String } value
        ? throw Bad(value, $"{keyword} must be a string", $"{keyword}は文字列でなければなりません")
        : _source[keyword];

    private void ExpectAnchor(string keyword)
    {
        // core 8.2.2: ^[A-Za-z_][-A-Za-z0-9._]*$
        if (ExpectString(keyword) is { } anchor && (anchor.Utf8.Length == 0 || !(char.IsAsciiLetter(anchor.Text[0]) || anchor.Text[0] == '_')
            || !anchor.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')))
        {
            throw Bad(anchor, $"{keyword} must be a plain name", $"{keyword}は単純な名前でなければなりません");
        }
        if (_source[keyword] is { } named && node.Resource.Anchors.TryGetValue(named.Text, out var first) && first != _source)
            throw BadIdentifier(named, $"The anchor {named.Text} is already used in this schema.", $"アンカー {named.Text} はこのスキーマですでに使われています。");
    }

    private void ExpectBoolean(string keyword)
    {
        if (_source[keyword] is { Kind: not JsonKinds.Boolean } value)
            throw Bad(value, $"{keyword} must be true or false", $"{keyword}は真偽値でなければなりません");
    }

    private long? Count(string keyword)
    {
        if (_source[keyword] is not { } value)
            return null;
        var number = value.Kind == JsonKinds.Number ? ExactNumber.Parse(value.Utf8) : null;
        if (number is null || !number.IsInteger || number.Mantissa.Sign < 0)
            throw Bad(value, $"{keyword} must be a non-negative integer", $"{keyword}は0以上の整数でなければなりません");
        // No document comes near the largest long, so a larger count means the same.
        return number.Exponent > 18 ? long.MaxValue : (long)BigInteger.Min(long.MaxValue, number.Mantissa * BigInteger.Pow(10, (int)number.Exponent));
    }

    private SchemaException BadIdentifier(SchemaValue at, string message, string messageJa) =>
        SchemaCompiler.Error(ErrorCodes.InvalidSchemaIdentifier, node.Resource, at, message, messageJa);

    private SchemaException Bad(SchemaValue at, string message, string messageJa) =>
        SchemaCompiler.Error(ErrorCodes.InvalidSchemaKeyword, node.Resource, at, $"In a schema, {message}.", $"スキーマの{messageJa}。");
}
