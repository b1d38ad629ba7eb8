using JcmHub.JsonSchema.Checks;

namespace JcmHub.JsonSchema.Plans;

/// <summary>A name that must be there, at all or (trigger ≥ 0) beside another.</summary>
internal readonly record struct NameRule(Slot Slot, int Trigger, int Needed, Assertion Assertion);
