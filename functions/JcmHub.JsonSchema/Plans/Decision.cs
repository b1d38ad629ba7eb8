using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Plans;

/// <summary>A keyword that is decided when its value ends, by the verdicts of its branches.</summary>
internal sealed class Decision(DecisionKind kind, Slot slot, Assertion assertion)
{
    private static readonly Assertion s_none = new("", "", default);

    private static readonly Assertion s_anyOf = new(ErrorCodes.AnyOf, "/anyOf", new("matches none of the alternatives", "どの選択肢にも一致しません"));

    private static readonly Assertion s_oneOf = new(ErrorCodes.OneOfNone, "/oneOf", new("matches none of the alternatives", "どの選択肢にも一致しません"));

    private static readonly Assertion s_not = new(ErrorCodes.Not, "/not", new("matches what is forbidden", "禁止された条件に一致しています"));

    // Groups of an unevaluated keyword are added while others read.
    private volatile Slot?[] _branches = [];

    public static Assertion OneOfMany { get; } = new(
        ErrorCodes.OneOfMany, "/oneOf", new("matches more than one of the alternatives", "複数の選択肢に一致しています"));

    public Decision(DecisionKind kind, Slot slot)
        : this(kind, slot, kind switch { DecisionKind.AnyOf => s_anyOf, DecisionKind.OneOf => s_oneOf, DecisionKind.Not => s_not, _ => s_none })
    {
    }

    public DecisionKind Kind { get; } = kind;

    /// <summary>The evaluation that the keyword belongs to.</summary>
    public Slot Slot { get; } = slot;

    public Assertion Assertion { get; } = assertion;

    /// <summary>The branches; for a condition: if, then or null, else or null.</summary>
    public Slot?[] Branches { get => _branches; set => _branches = value; }

    /// <summary>The property that makes a dependent schema apply.</summary>
    public string? Trigger { get; init; }
}
