using JcmHub.Local.Runtime.Invocation;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>What the function returned; a middleware may put something else in its place.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
        => context.Features.Get<InvocationOutcome>()
            ?? throw new InvalidOperationException("The context is not one that this host made.");
}
