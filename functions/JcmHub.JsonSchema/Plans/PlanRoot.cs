using JcmHub.JsonSchema.Schemas;

namespace JcmHub.JsonSchema.Plans;

/// <summary>One evaluation asked for, and by which slots of the plan around.</summary>
internal sealed record PlanRoot(BoundSchema Schema, SlotKind Kind, List<int> Outer, string Edge);
