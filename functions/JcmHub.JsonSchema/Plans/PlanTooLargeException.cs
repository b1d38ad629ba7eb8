namespace JcmHub.JsonSchema.Plans;

/// <summary>More evaluations on one value than <see cref="SchemaOptions.MaxEvaluations"/>; caught where a document is read or a schema compiled.</summary>
internal sealed class PlanTooLargeException : Exception;
