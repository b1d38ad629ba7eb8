namespace JcmHub.JsonSchema.Plans;

/// <summary>How verdicts combine.</summary>
internal enum DecisionKind
{
    AnyOf,
    OneOf,
    Not,
    Condition,
    Dependent,

    /// <summary>A container against the members of <c>enum</c> or <c>const</c>.</summary>
    Member,

    /// <summary><c>unevaluatedProperties</c> and <c>unevaluatedItems</c>, by their groups.</summary>
    Unevaluated,
}
