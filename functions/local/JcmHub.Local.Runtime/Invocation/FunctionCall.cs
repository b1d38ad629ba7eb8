using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>Calls a function's method: makes its class, fills its parameters, waits for what it returns.</summary>
internal sealed class FunctionCall
{
    readonly MethodInvoker invoker;
    readonly ObjectFactory? factory;
    readonly ParameterValue[] parameters;
    readonly PropertyInfo? taskResult;
    readonly MethodInfo? asTask;

    public FunctionCall(FunctionEntry function)
    {
        var method = function.Method;
        invoker = MethodInvoker.Create(method);
        factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        parameters = [.. method.GetParameters().Select(p => ParameterValue.For(p, function.TriggerParameter))];

        var returns = method.ReturnType;
        if (returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            asTask = returns.GetMethod(nameof(ValueTask<>.AsTask));
            returns = asTask!.ReturnType;
        }

        if (returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(Task<>))
            taskResult = returns.GetProperty(nameof(Task<>.Result));
    }

    public async Task<object?> RunAsync(LocalFunctionContext context)
    {
        var arguments = Array.ConvertAll(parameters, p => p.From(context));
        var instance = factory?.Invoke(context.InstanceServices, null);
        try
        {
            return await ResultAsync(invoker.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            if (instance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else (instance as IDisposable)?.Dispose();
        }
    }

    async Task<object?> ResultAsync(object? returned)
    {
        if (asTask is not null) returned = asTask.Invoke(returned, null);
        switch (returned)
        {
            case Task task:
                await task;
                return taskResult?.GetValue(task);
            case ValueTask task:
                await task;
                return null;
            default:
                return returned;
        }
    }
}
