using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>Which repetition of an execution this is.</summary>
internal sealed class InvocationRetry(int count, int most) : RetryContext
{
    public static InvocationRetry None { get; } = new(0, 0);

    public override int RetryCount => count;

    public override int MaxRetryCount => most;
}
