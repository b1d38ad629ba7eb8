using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>One evaluation of one schema on the value of a location plan.</summary>
internal sealed class Slot(int index, BoundSchema schema, SlotKind kind, Slot? parent, string edge)
{
    private readonly ScalarProgram?[] _programs = new ScalarProgram?[4];

    /// <summary>Position in <see cref="LocationPlan.Slots"/>; parents come before their children.</summary>
    public int Index { get; } = index;

    public BoundSchema Schema { get; } = schema;

    public SlotKind Kind { get; } = kind;

    /// <summary>The evaluation on the same value that this one serves; null where it serves one of the container around.</summary>
    public Slot? Parent { get; } = parent;

    /// <summary>Steps of the keyword location from the parent (in either location) to here.</summary>
    public string Edge { get; } = edge;

    /// <summary>For a slot without <see cref="Parent"/>: the slots that it serves in the plan of the container around.</summary>
    public int[] Outer { get; init; } = [];

    /// <summary>Word of the frame's state that holds this slot's verdict; -1 for <see cref="SlotKind.Plain"/>.</summary>
    public int StateWord { get; init; } = -1;

    /// <summary>Child evaluations on the same value whose failure is this one's failure.</summary>
    public List<Slot> PlainChildren { get; } = [];

    /// <summary>Keywords that decide by several verdicts.</summary>
    public List<Decision> Decisions { get; } = [];

    /// <summary>The failures that an <see cref="SlotKind.UnevaluatedGroup"/> waits on: these branches evaluate its properties.</summary>
    public Slot[] Candidates { get; init; } = [];

    /// <summary>This evaluation alone, on a scalar.</summary>
    public ScalarProgram Program(ScalarKind kind) => _programs[(int)kind] ??= new ScalarProgram([this], kind);

    public bool IsConditional => Kind != SlotKind.Plain;

    /// <summary>Its errors are not wanted.</summary>
    public bool IsSilent => Kind is SlotKind.Silent or SlotKind.Condition or SlotKind.Contains;

    /// <summary>The keyword that this slot is a branch of.</summary>
    public Decision? DecidedBy { get; set; }

    /// <summary>
    /// Does what this slot evaluates count for an unevaluated keyword of <paramref name="owner"/> on the same value, and
    /// if so, on the verdict of which branch does it depend (null: on none)?
    /// </summary>
    public bool EvaluatesFor(Slot owner, out Slot? branch)
    {
        branch = null;
        for (var slot = this; slot != owner; slot = slot.Parent)
        {
            if (slot is null || slot.Kind is SlotKind.Silent or SlotKind.UnevaluatedGroup)
                return false;
            if (slot.IsConditional)
                branch ??= slot;
        }
        return true;
    }
}
