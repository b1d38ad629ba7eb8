using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace JcmHub.Local.Runtime.Rules;

/// <summary>The rules that one function keeps or breaks by itself.</summary>
internal static class MethodRules
{
    public static string NameOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    public static IEnumerable<RuleViolation> Check(MethodInfo method, bool hasWebApplication)
    {
        var triggers = method.GetParameters().Where(p => p.IsDefined(typeof(TriggerBindingAttribute))).ToList();
        foreach (var parameter in method.GetParameters().Where(p => p.GetCustomAttributes<BindingAttribute>().Count() > 1))
            yield return Violation("AZFW0005", $"parameter '{parameter.Name}' carries more than one binding attribute.");
        if (method.GetCustomAttributes<BindingAttribute>().Count() > 1)
            yield return Violation("AZFW0005", "the method carries more than one binding attribute.");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            yield return Violation("AZFW0002", "it is async void: its end and its failure would go unseen.");
        if (triggers.Count != 1)
        {
            yield return Violation("JCMFW01", $"it has {triggers.Count} triggers; a function has one.");
            yield break;
        }

        var parameterOfTrigger = triggers[0];
        foreach (var trigger in parameterOfTrigger.GetCustomAttributes<TriggerBindingAttribute>())
        {
            if (method.IsDefined(typeof(RetryAttribute)) && !CanRetry(trigger))
                yield return Violation("AZFW0012", $"{trigger.GetType().Name} does not allow a retry attribute.");
            foreach (var violation in OfTrigger(trigger, parameterOfTrigger)) yield return violation;
        }

        RuleViolation Violation(string code, string detail) => new(code, NameOf(method), detail);

        IEnumerable<RuleViolation> OfTrigger(TriggerBindingAttribute trigger, ParameterInfo parameter) => trigger switch
        {
            HttpTriggerAttribute => OfHttp(parameter),
            ServiceBusTriggerAttribute queue => OfQueue(queue, parameter),
            TimerTriggerAttribute when parameter.ParameterType != typeof(TimerInfo) =>
                [Violation("JCMFW02", $"a timer's parameter is a {nameof(TimerInfo)} here.")],
            _ => [],
        };

        IEnumerable<RuleViolation> OfHttp(ParameterInfo parameter)
        {
            if (!hasWebApplication)
                yield return Violation("AZFW0014", "it uses ASP.NET Core types, but the app does not call ConfigureFunctionsWebApplication.");
            if (parameter.ParameterType != typeof(HttpRequest))
                yield return Violation("JCMFW02", $"an HTTP trigger's parameter is an {nameof(HttpRequest)} here.");
            if (Returned(method.ReturnType) is { } returned && !typeof(IActionResult).IsAssignableFrom(returned) && !typeof(IResult).IsAssignableFrom(returned))
                yield return Violation("JCMFW03", $"it returns {returned.Name}, which the ASP.NET Core integration drops; return {nameof(IActionResult)} or {nameof(IResult)}.");
        }

        IEnumerable<RuleViolation> OfQueue(ServiceBusTriggerAttribute queue, ParameterInfo parameter)
        {
            var type = parameter.ParameterType;
            if (queue.IsBatched && (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type)))
                yield return Violation("AZFW0008", $"IsBatched needs an array, '{parameter.Name}' is a {type.Name}.");
            else if (!QueueParameters(queue.IsBatched).Contains(type))
                yield return Violation("JCMFW02", $"'{parameter.Name}' is a {type.Name}, which this host does not make from a message.");
            if (queue.QueueName is null)
                yield return Violation("JCMFW02", "it reads a topic, which the local broker does not have.");
            if (queue.IsSessionsEnabled)
                yield return Violation("JCMFW02", "it uses sessions, which the local broker does not have.");
            if (Returned(method.ReturnType) is { } returned)
                yield return Violation("JCMFW03", $"it returns {returned.Name}, which goes nowhere without an output binding.");
        }
    }

    static bool CanRetry(TriggerBindingAttribute trigger) => trigger.GetType().GetCustomAttribute<BindingCapabilitiesAttribute>()?
        .Capabilities.Contains(KnownBindingCapabilities.FunctionLevelRetry) ?? false;

    static Type[] QueueParameters(bool isBatched) => isBatched
        ? [typeof(ServiceBusReceivedMessage[])]
        : [typeof(ServiceBusReceivedMessage), typeof(BinaryData), typeof(string), typeof(byte[])];

    // What a method returns once it was waited for; null for nothing.
    static Type? Returned(Type type)
    {
        if (type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask)) return null;
        return type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
    }
}
