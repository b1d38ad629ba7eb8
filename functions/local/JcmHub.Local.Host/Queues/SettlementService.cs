using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using JcmHub.Local.Protocol;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using RpcException = Grpc.Core.RpcException;

namespace JcmHub.Local.Host.Queues;

/// <summary>Settles messages for functions. An error of the client reaches the function as an <see cref="RpcException"/>, as in Azure.</summary>
internal sealed class SettlementService(Deliveries deliveries) : Settlement.SettlementBase
{
    /// <inheritdoc />
    public override Task<Empty> Complete(CompleteRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, delivery => delivery.CompleteMessageAsync(delivery.Message, context.CancellationToken));

    /// <inheritdoc />
    public override Task<Empty> Abandon(AbandonRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, delivery => delivery.AbandonMessageAsync(delivery.Message, Properties(request.PropertiesToModify), context.CancellationToken));

    /// <inheritdoc />
    public override Task<Empty> Deadletter(DeadletterRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, delivery => delivery.DeadLetterMessageAsync(
            delivery.Message, Properties(request.PropertiesToModify), request.DeadletterReason, request.DeadletterErrorDescription, context.CancellationToken));

    /// <inheritdoc />
    public override Task<Empty> Defer(DeferRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, delivery => delivery.DeferMessageAsync(delivery.Message, Properties(request.PropertiesToModify), context.CancellationToken));

    /// <inheritdoc />
    public override Task<Empty> RenewMessageLock(RenewMessageLockRequest request, ServerCallContext context) =>
        SettleAsync(request.Locktoken, delivery => delivery.RenewMessageLockAsync(delivery.Message, context.CancellationToken));

    private async Task<Empty> SettleAsync(string lockToken, Func<ProcessMessageEventArgs, Task> settle)
    {
        var delivery = deliveries.Find(lockToken)
            ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, $"No function has the message of lock token {lockToken} in hand."));
        try
        {
            await settle(delivery);
            return new Empty();
        }
        catch (ServiceBusException fault)
        {
            throw new RpcException(new Status(StatusCode.Unknown, fault.Message));
        }
    }

    private static Dictionary<string, object>? Properties(ByteString map)
    {
        if (map.IsEmpty)
            return null;
        using var buffer = new ByteBuffer(map.ToByteArray(), 0, map.Length);
        return AmqpCodec.DecodeMap(buffer).ToDictionary(property => property.Key.ToString()!, property => property.Value);
    }
}
