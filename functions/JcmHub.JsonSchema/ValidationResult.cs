namespace JcmHub.JsonSchema;

/// <summary>The word on one document.</summary>
/// <param name="IsValid">The document is JSON within the limits and valid against the schema.</param>
/// <param name="Errors">Every error in document order, up to <see cref="SchemaOptions.MaxErrors"/>; empty when valid.</param>
/// <param name="ErrorsOmitted">There were more errors than <see cref="Errors"/> holds.</param>
public sealed record ValidationResult(bool IsValid, IReadOnlyList<ValidationError> Errors, bool ErrorsOmitted);
