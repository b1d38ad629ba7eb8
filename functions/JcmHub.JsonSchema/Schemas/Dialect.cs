namespace JcmHub.JsonSchema.Schemas;

/// <summary>The vocabularies that are in force in a schema resource, by its <c>$schema</c> (core 8.1).</summary>
internal sealed record Dialect(bool Applicators, bool Unevaluated, bool Validation, bool FormatAssertion, bool Content)
{
    public const string Uri = "https://json-schema.org/draft/2020-12/schema";
    private const string Vocabulary = "https://json-schema.org/draft/2020-12/vocab/";

    public static Dialect Draft202012 { get; } = new(true, true, true, false, true);

    /// <summary>The dialect that a meta-schema declares; what it requires and we do not know is refused.</summary>
    public static Dialect Of(SchemaValue metaSchema, string uri)
    {
        if (metaSchema["$vocabulary"] is not { Kind: JsonKinds.Object } declared)
        {
            return metaSchema["$schema"] is { } parent && parent.Text.TrimEnd('#') == Uri
                ? Draft202012
                : throw new SchemaException(ErrorCodes.InvalidSchemaDialect, uri, metaSchema.Line, metaSchema.Column,
                    $"The meta-schema {uri} is not one of draft 2020-12.", $"メタスキーマ {uri} はdraft 2020-12のものではありません。");
        }
        var known = new HashSet<string>();
        foreach (var (vocabulary, isRequired) in declared.Members)
        {
            var name = vocabulary.StartsWith(Vocabulary, StringComparison.Ordinal) ? vocabulary[Vocabulary.Length..] : "";
            if (name is "core" or "applicator" or "unevaluated" or "validation" or "meta-data" or "format-annotation" or "format-assertion" or "content")
                known.Add(name);
            else if (isRequired.IsTrue)
            {
                throw new SchemaException(ErrorCodes.InvalidSchemaVocabulary, $"{uri}#{isRequired.Pointer}", isRequired.Line, isRequired.Column,
                    $"The vocabulary {vocabulary} is required but not known.", $"必須の語彙 {vocabulary} に対応していません。");
            }
        }
        return new Dialect(known.Contains("applicator"), known.Contains("unevaluated"), known.Contains("validation"),
            known.Contains("format-assertion"), known.Contains("content"));
    }
}
