namespace JcmHub.JsonSchema.Patterns;

/// <summary>A test of a position that consumes nothing.</summary>
internal enum EdgeKind
{
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}
