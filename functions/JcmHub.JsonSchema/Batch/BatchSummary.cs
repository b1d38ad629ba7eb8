namespace JcmHub.JsonSchema.Batch;

/// <summary>How a batch went.</summary>
/// <param name="Lines">Lines answered.</param>
/// <param name="Valid">Answers that said valid.</param>
public readonly record struct BatchSummary(long Lines, long Valid);
