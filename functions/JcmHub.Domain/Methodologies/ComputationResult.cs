namespace JcmHub.Domain.Methodologies;

/// <summary>
/// What a report comes to. With any error there are no vintages: never a wrong number.
/// </summary>
/// <param name="Vintages">One per calendar year of the monitoring period, in order.</param>
/// <param name="Errors">Why there is no result.</param>
/// <param name="Warnings">What a verifier must answer, and what must be said with the result.</param>
/// <param name="Trace">How the result came about.</param>
public sealed record ComputationResult(
    IReadOnlyList<VintageResult> Vintages,
    IReadOnlyList<Finding> Errors,
    IReadOnlyList<Finding> Warnings,
    CalculationTrace Trace);
