namespace JcmHub.JsonSchema.Patterns;

/// <summary>A parsed pattern, as far as it matters for a yes or no.</summary>
internal abstract record PatternNode
{
    public static PatternNode Empty { get; } = new Sequence([]);

    internal sealed record OneOf(CodePointSet Set) : PatternNode;

    internal sealed record Sequence(List<PatternNode> Parts) : PatternNode;

    internal sealed record Choice(List<PatternNode> Parts) : PatternNode;

    /// <param name="Part">What is repeated.</param>
    /// <param name="Min">At least so often.</param>
    /// <param name="Max">At most so often; -1 for any number.</param>
    internal sealed record Repeat(PatternNode Part, int Min, int Max) : PatternNode;

    internal sealed record Edge(EdgeKind Kind) : PatternNode;
}
