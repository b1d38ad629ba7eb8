namespace JcmHub.Flows.Exchange;

/// <summary>Told of each step as it is reached; empty in production, where nobody waits. Tests stop a process here and kill it.</summary>
public sealed class ExchangeSteps(Func<ExchangeStep, Task>? reached = null)
{
    /// <summary>A step is reached; what comes after it waits for the listener, if there is one.</summary>
    public Task ReachedAsync(ExchangeStep step) => reached?.Invoke(step) ?? Task.CompletedTask;
}
