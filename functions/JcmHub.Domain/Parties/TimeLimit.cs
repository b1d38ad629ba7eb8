namespace JcmHub.Domain.Parties;

/// <summary>How long an operation may take on a Party's side. Lateness is shown; it stops nothing.</summary>
/// <param name="Operation">What is to be done.</param>
/// <param name="Days">Calendar days, counted from the day after the request.</param>
public sealed record TimeLimit(TimedOperation Operation, int Days);
