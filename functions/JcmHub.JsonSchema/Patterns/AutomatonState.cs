namespace JcmHub.JsonSchema.Patterns;

/// <summary>Either moves on certain letters, or steps to its targets without one, under the condition of its edge where it has one.</summary>
internal sealed class AutomatonState
{
    /// <summary>For each letter, whether this state moves on it to its one target; null for a state that steps.</summary>
    public bool[]? Letters { get; init; }

    public int[] Targets { get; set; } = [];

    public EdgeKind? Edge { get; init; }
}
