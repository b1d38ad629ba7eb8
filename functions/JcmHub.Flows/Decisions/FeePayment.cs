namespace JcmHub.Flows.Decisions;

/// <summary>A host's word that its fees were paid.</summary>
/// <param name="On">The day.</param>
/// <param name="Reference">The Party's own reference of the payment, if it says.</param>
public sealed record FeePayment(DateOnly On, string? Reference);
