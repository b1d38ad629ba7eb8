using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using JcmHub.Local.Protocol;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the message that started a function, by way of the host. A failure is a <see cref="Grpc.Core.RpcException"/>.</summary>
[InputConverter(typeof(ServiceBusMessageActionsConverter))]
public class ServiceBusMessageActions
{
    private readonly Settlement.SettlementClient? _settlement;

    internal ServiceBusMessageActions(Settlement.SettlementClient settlement) => _settlement = settlement;

    /// <summary>For tests that put their own in its place.</summary>
    protected ServiceBusMessageActions()
    {
    }

    private Settlement.SettlementClient Host => _settlement ?? throw new InvalidOperationException("These actions belong to no invocation.");

    /// <summary>The work is done: the message is gone.</summary>
    public virtual async Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        await Host.CompleteAsync(new CompleteRequest { Locktoken = Token(message) }, cancellationToken: cancellationToken);

    /// <summary>The message comes again, and its delivery counts.</summary>
    public virtual async Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        await Host.AbandonAsync(new AbandonRequest { Locktoken = Token(message), PropertiesToModify = Map(propertiesToModify) }, cancellationToken: cancellationToken);

    /// <summary>The message goes to the dead letters.</summary>
    public virtual async Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = default, string? deadLetterReason = default,
        string? deadLetterErrorDescription = default, CancellationToken cancellationToken = default) =>
        await Host.DeadletterAsync(
            new DeadletterRequest
            {
                Locktoken = Token(message),
                PropertiesToModify = Map(propertiesToModify),
                DeadletterReason = deadLetterReason,
                DeadletterErrorDescription = deadLetterErrorDescription,
            },
            cancellationToken: cancellationToken);

    /// <summary>The message waits until it is asked for by its sequence number.</summary>
    public virtual async Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        await Host.DeferAsync(new DeferRequest { Locktoken = Token(message), PropertiesToModify = Map(propertiesToModify) }, cancellationToken: cancellationToken);

    /// <summary>The lock begins anew.</summary>
    public virtual async Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        await Host.RenewMessageLockAsync(new RenewMessageLockRequest { Locktoken = Token(message) }, cancellationToken: cancellationToken);

    private static string Token(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.LockToken;
    }

    private static ByteString Map(IEnumerable<KeyValuePair<string, object>>? properties)
    {
        if (properties is null)
            return ByteString.Empty;
        var map = new AmqpMap();
        foreach (var (name, value) in properties)
            map[new MapKey(name)] = value;
        using var buffer = new ByteBuffer(AmqpCodec.GetMapEncodeSize(map), autoGrow: false);
        AmqpCodec.EncodeMap(map, buffer);
        return ByteString.CopyFrom(buffer.Buffer, buffer.Offset, buffer.Length);
    }
}
