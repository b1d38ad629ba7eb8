using Amqp;
using Amqp.Framing;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>What is sent to a queue: read, stored, and acknowledged once the commit has come back.</summary>
internal sealed class QueueSink(QueueEngine engine, BrokerQueue queue) : IMessageSink
{
    public int MaxMessageSize => queue.Declaration.MaxMessageSizeInKilobytes * 1024;

    public void OnMessage(IncomingLink link, IncomingDelivery delivery)
    {
        List<NewMessage> messages;
        try
        {
            messages = NewMessage.ReadAll(delivery.Payload, delivery.Format);
        }
        catch (AmqpException e)
        {
            link.Settle(delivery, new Rejected { Error = e.Error });
            return;
        }

        engine.Post(turn =>
        {
            Error? error = null;
            turn.After(failure =>
            {
                if (failure is not null) error = ServiceBusError.ServerBusy();
                if (error is null) engine.Statistics.CountAccepted(messages.Count);
                link.Settle(delivery, error is null ? new Accepted() : new Rejected { Error = error });
            });
            if (!queue.HasRoomFor(delivery.Payload.Length)) error = ServiceBusError.QuotaExceeded(queue.Name);
            else messages.ForEach(message => queue.Enqueue(turn, message, message.ScheduledFor));
        });
    }
}
