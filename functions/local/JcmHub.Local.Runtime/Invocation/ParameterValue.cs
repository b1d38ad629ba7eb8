using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>Where one parameter of a function comes from.</summary>
internal abstract class ParameterValue
{
    /// <exception cref="FunctionInputConverterException">What came with the trigger does not fit the parameter.</exception>
    public abstract object? From(LocalFunctionContext context);

    public static ParameterValue For(ParameterInfo parameter, ParameterInfo trigger)
    {
        if (parameter == trigger) return new OfTrigger(parameter.ParameterType);
        if (parameter.ParameterType == typeof(FunctionContext)) return new Of(context => context);
        if (parameter.ParameterType == typeof(CancellationToken)) return new Of(context => context.CancellationToken);
        if (parameter.ParameterType == typeof(ServiceBusMessageActions)) return new Of(context => context.Trigger.MessageActions);
        if (parameter.ParameterType == typeof(HttpRequest)) return new Of(context => context.Trigger.Http?.Request);
        return new ByName(parameter);
    }

    sealed class Of(Func<LocalFunctionContext, object?> value) : ParameterValue
    {
        public override object? From(LocalFunctionContext context) => value(context);
    }

    /// <summary>The trigger's own parameter: as it is, or a message's body in the form that the function asks for.</summary>
    sealed class OfTrigger(Type type) : ParameterValue
    {
        public override object? From(LocalFunctionContext context) => context.Trigger.Value switch
        {
            ServiceBusReceivedMessage message when type == typeof(string) => message.Body.ToString(),
            ServiceBusReceivedMessage message when type == typeof(byte[]) => message.Body.ToArray(),
            ServiceBusReceivedMessage message when type == typeof(BinaryData) => message.Body,
            var value => value,
        };
    }

    /// <summary>A route value, query value or message property of the parameter's name.</summary>
    sealed class ByName(ParameterInfo parameter) : ParameterValue
    {
        readonly Type target = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        readonly bool mayBeNull = Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

        public override object? From(LocalFunctionContext context)
        {
            if (!context.Trigger.BindingData.TryGetValue(parameter.Name!, out var value) || value is null)
            {
                if (parameter.HasDefaultValue) return parameter.DefaultValue;
                if (mayBeNull) return null;
                throw Refused(context, "there is no value of that name", null);
            }

            if (target.IsInstanceOfType(value)) return value;
            try
            {
                return TypeDescriptor.GetConverter(target) is var converter && value is string text && converter.CanConvertFrom(typeof(string))
                    ? converter.ConvertFromInvariantString(text)
                    : Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or NotSupportedException or OverflowException)
            {
                throw Refused(context, $"its value is no {target.Name}", e);
            }
        }

        FunctionInputConverterException Refused(LocalFunctionContext context, string why, Exception? cause)
        {
            var message = $"Function '{context.FunctionDefinition.Name}': parameter '{parameter.Name}' cannot be bound, {why}.";
            return cause is null ? new(message) : new(message, cause);
        }
    }
}
