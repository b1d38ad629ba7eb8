namespace JcmHub.JsonSchema;

/// <summary>
/// Every code this library gives. Codes are stable: a code's meaning never changes, and a new meaning gets a new code.
/// <c>json-</c>: the bytes are not JSON; <c>limit-</c>: a limit of <see cref="SchemaOptions"/>; <c>schema-</c>: a keyword
/// is not fulfilled; <c>invalid-schema-</c>: the schema itself cannot be used; <c>batch-</c>: a line of a batch cannot be read.
/// </summary>
public static class ErrorCodes
{
#pragma warning disable CS1591 // the texts are in Wording, beside each code
    public const string JsonSyntax = "json-syntax";
    public const string JsonTruncated = "json-truncated";
    public const string JsonTrailingContent = "json-trailing-content";
    public const string JsonEncoding = "json-encoding";
    public const string JsonSurrogate = "json-surrogate";
    public const string JsonByteOrderMark = "json-byte-order-mark";
    public const string JsonDuplicateName = "json-duplicate-name";

    public const string LimitDepth = "limit-depth";
    public const string LimitSize = "limit-size";
    public const string LimitString = "limit-string";
    public const string LimitNumber = "limit-number";
    public const string LimitProperties = "limit-properties";
    public const string LimitPath = "limit-path";
    public const string LimitRetained = "limit-retained";
    public const string LimitEvaluations = "limit-evaluations";

    public const string False = "schema-false";
    public const string Type = "schema-type";
    public const string Enum = "schema-enum";
    public const string Const = "schema-const";
    public const string Minimum = "schema-minimum";
    public const string Maximum = "schema-maximum";
    public const string ExclusiveMinimum = "schema-exclusive-minimum";
    public const string ExclusiveMaximum = "schema-exclusive-maximum";
    public const string MultipleOf = "schema-multiple-of";
    public const string MinLength = "schema-min-length";
    public const string MaxLength = "schema-max-length";
    public const string Pattern = "schema-pattern";
    public const string Format = "schema-format";
    public const string Required = "schema-required";
    public const string DependentRequired = "schema-dependent-required";
    public const string MinProperties = "schema-min-properties";
    public const string MaxProperties = "schema-max-properties";
    public const string AdditionalProperty = "schema-additional-property";
    public const string UnevaluatedProperty = "schema-unevaluated-property";
    public const string PropertyName = "schema-property-name";
    public const string MinItems = "schema-min-items";
    public const string MaxItems = "schema-max-items";
    public const string AdditionalItem = "schema-additional-item";
    public const string UnevaluatedItem = "schema-unevaluated-item";
    public const string UniqueItems = "schema-unique-items";
    public const string MinContains = "schema-min-contains";
    public const string MaxContains = "schema-max-contains";
    public const string AnyOf = "schema-any-of";
    public const string OneOfNone = "schema-one-of-none";
    public const string OneOfMany = "schema-one-of-many";
    public const string Not = "schema-not";

    public const string InvalidSchemaJson = "invalid-schema-json";
    public const string InvalidSchemaKeyword = "invalid-schema-keyword";
    public const string InvalidSchemaIdentifier = "invalid-schema-identifier";
    public const string InvalidSchemaReference = "invalid-schema-reference";
    public const string InvalidSchemaDialect = "invalid-schema-dialect";
    public const string InvalidSchemaVocabulary = "invalid-schema-vocabulary";
    public const string InvalidSchemaFormat = "invalid-schema-format";
    public const string InvalidSchemaPattern = "invalid-schema-pattern";
    public const string UnsupportedPattern = "invalid-schema-pattern-unsupported";
    public const string InvalidSchemaRecursion = "invalid-schema-recursion";
    public const string InvalidSchemaComplexity = "invalid-schema-complexity";

    public const string BatchLine = "batch-line";
#pragma warning restore CS1591
}
