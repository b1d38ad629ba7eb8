using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>What the function returned, until a middleware puts something else there.</summary>
internal sealed class InvocationOutcome : InvocationResult
{
    public override object? Value { get; set; }
}
