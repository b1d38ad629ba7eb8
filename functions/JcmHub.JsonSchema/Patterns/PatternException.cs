namespace JcmHub.JsonSchema.Patterns;

/// <summary>A pattern is not ECMA-262 with the u flag, or (<see cref="IsUnsupported"/>) is, but cannot be decided without backtracking.</summary>
internal sealed class PatternException(string message, string messageJa, bool isUnsupported = false) : Exception(message)
{
    public string MessageJa { get; } = messageJa;

    public bool IsUnsupported { get; } = isUnsupported;
}
