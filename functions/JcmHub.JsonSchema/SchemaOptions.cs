namespace JcmHub.JsonSchema;

/// <summary>How a schema is compiled, and what its documents may cost. Every limit ends the reading with its own code.</summary>
public sealed record SchemaOptions
{
    /// <summary>The values used when none are given.</summary>
    public static SchemaOptions Default { get; } = new();

    /// <summary><c>format</c> is an assertion, not only an annotation. Formats that are not known stay annotations.</summary>
    public bool AssertFormat { get; init; }

    /// <summary>Errors that a result holds at most, and that each branch of <c>anyOf</c> and the like keeps, 1 or more. Default 100.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Containers inside one another. Default 256. Code <c>limit-depth</c>.</summary>
    public int MaxDepth { get; init; } = 256;

    /// <summary>Bytes of the whole document. Default 4 GiB. Code <c>limit-size</c>.</summary>
    public long MaxDocumentBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of one string or property name as written, without its quotes, up to 256 MiB. Default 1 MiB. Code <c>limit-string</c>.</summary>
    public int MaxStringBytes { get; init; } = 1 << 20;

    /// <summary>Characters of one number as written. Default 1,024. Code <c>limit-number</c>.</summary>
    public int MaxNumberLength { get; init; } = 1024;

    /// <summary>Properties of one object. Default 65,536. Code <c>limit-properties</c>.</summary>
    public int MaxProperties { get; init; } = 1 << 16;

    /// <summary>Bytes of all property names that lead to a value together. Default 64 KiB. Code <c>limit-path</c>.</summary>
    public int MaxPathBytes { get; init; } = 1 << 16;

    /// <summary>
    /// Bytes kept to look back at: items under <c>uniqueItems</c>, and property names that no schema mentions, of objects
    /// still open. Default 64 MiB. Code <c>limit-retained</c>.
    /// </summary>
    public int MaxRetainedBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Evaluations of subschemas on one value at once; more means that the schema branches into itself.
    /// Default 4,096. Code <c>limit-evaluations</c>, or <c>invalid-schema-complexity</c> when the schema alone exceeds it.
    /// </summary>
    public int MaxEvaluations { get; init; } = 4096;

    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    internal void Check()
    {
        const int MaxToken = 256 << 20;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxErrors, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDepth);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDocumentBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStringBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxStringBytes, MaxToken);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxNumberLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxNumberLength, MaxToken);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxProperties);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxPathBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetainedBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEvaluations, 1);
    }
}
