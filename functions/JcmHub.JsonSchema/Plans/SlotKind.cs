namespace JcmHub.JsonSchema.Plans;

/// <summary>How the verdict of an evaluation counts for the evaluation above it.</summary>
internal enum SlotKind
{
    /// <summary>Its failure is the failure of what is above.</summary>
    Plain,

    /// <summary>A branch of <c>anyOf</c> or <c>oneOf</c>, <c>then</c>, <c>else</c>, a dependent schema: counts when its value ends.</summary>
    Branch,

    /// <summary><c>if</c>: its verdict and what it evaluated count, its errors never.</summary>
    Condition,

    /// <summary>Only its verdict counts: <c>not</c>, the members of <c>enum</c> and <c>const</c>.</summary>
    Silent,

    /// <summary>One item against <c>contains</c>: reported to the array's count.</summary>
    Contains,

    /// <summary>One item against <c>unevaluatedItems</c>, whose need depends on what <c>contains</c> says of the same item.</summary>
    UnevaluatedItem,

    /// <summary>
    /// Gathers failures of an unevaluated keyword on properties or items that certain branches evaluate: they count
    /// when the value ends and none of those branches held.
    /// </summary>
    UnevaluatedGroup,
}
