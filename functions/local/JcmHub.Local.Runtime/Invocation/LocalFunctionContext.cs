using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>One invocation.</summary>
internal sealed class LocalFunctionContext : FunctionContext
{
    public LocalFunctionContext(FunctionEntry function, Trigger trigger, InvocationTrace trace, InvocationRetry retry, IServiceProvider services, CancellationToken cancellationToken)
    {
        Function = function;
        Trigger = trigger;
        TraceContext = trace;
        RetryContext = retry;
        InstanceServices = services;
        BindingContext = new InvocationBinding(trigger.BindingData);
        CancellationToken = cancellationToken;
        Features.Set(new InvocationOutcome());
    }

    public FunctionEntry Function { get; }

    public Trigger Trigger { get; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; }

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; }

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }
}
