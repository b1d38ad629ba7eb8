using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>One function of the app: its method, what starts it and how its parameters are filled.</summary>
internal sealed class FunctionEntry
{
    FunctionEntry(MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger)
    {
        Method = method;
        Trigger = trigger;
        TriggerParameter = triggerParameter;
        Retry = method.GetCustomAttribute<RetryAttribute>();
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var (type, output) = trigger switch
        {
            HttpTriggerAttribute => ("httpTrigger", new LocalBindingMetadata("$return", "http", BindingDirection.Out)),
            ServiceBusTriggerAttribute => ("serviceBusTrigger", null),
            TimerTriggerAttribute => ("timerTrigger", null),
            _ => (trigger.GetType().Name, null),
        };
        Definition = new LocalFunctionDefinition(name, method, new LocalBindingMetadata(triggerParameter.Name!, type, BindingDirection.In), output);
        Call = new FunctionCall(this);
    }

    public MethodInfo Method { get; }

    public TriggerBindingAttribute Trigger { get; }

    public ParameterInfo TriggerParameter { get; }

    public RetryAttribute? Retry { get; }

    public LocalFunctionDefinition Definition { get; }

    public FunctionCall Call { get; }

    public string Name => Definition.Name;

    /// <summary>A function for a method that carries the attributes of one.</summary>
    public static FunctionEntry Of(MethodInfo method)
    {
        var parameter = method.GetParameters().Single(p => p.GetCustomAttribute<TriggerBindingAttribute>() is not null);
        return new FunctionEntry(method, parameter, parameter.GetCustomAttribute<TriggerBindingAttribute>()!);
    }
}
