using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>Makes a message of what the host hands over: sixteen bytes of the lock token, then the message as AMQP encodes it.</summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(ServiceBusReceivedMessage))]
internal sealed class ServiceBusReceivedMessageConverter : IInputConverter
{
    private const string Source = "AzureServiceBusReceivedMessage";
    private const string ContentType = "application/octet-stream";
    private const int LockTokenLength = 16;

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        if (context.Source is not ModelBindingData data || context.TargetType != typeof(ServiceBusReceivedMessage))
            return new(ConversionResult.Unhandled());
        if (data.Source != Source || data.ContentType != ContentType)
            return new(ConversionResult.Failed(new InvalidOperationException($"'{data.Source}' of '{data.ContentType}' is no Service Bus message.")));
        var content = data.Content.ToMemory();
        var message = AmqpAnnotatedMessage.FromBytes(BinaryData.FromBytes(content[LockTokenLength..]));
        return new(ConversionResult.Success(ServiceBusReceivedMessage.FromAmqpMessage(message, BinaryData.FromBytes(content[..LockTokenLength]))));
    }
}
