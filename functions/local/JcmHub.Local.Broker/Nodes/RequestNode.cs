using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Nodes;

/// <summary>A node that answers requests: a pair of links on one connection, matched by reply-to. Base of <c>$cbs</c> and <c>$management</c>.</summary>
internal abstract class RequestNode(int maxMessageSize) : IMessageSink
{
    readonly List<ResponseSource> responders = [];

    public int MaxMessageSize => maxMessageSize;

    public IMessageSource OpenResponses(OutgoingLink link)
    {
        var source = new ResponseSource(link, responders);
        responders.Add(source);
        return source;
    }

    public void OnMessage(IncomingLink link, IncomingDelivery delivery)
    {
        Message request;
        try
        {
            // Proved section by section before the library decodes the whole, see WireValue.
            _ = MessageSection.All(delivery.Payload);
            request = Message.Decode(new ByteBuffer(delivery.Payload, 0, delivery.Payload.Length, delivery.Payload.Length));
        }
        catch (Exception e)
        {
            link.Settle(delivery, new Rejected { Error = new Error(ErrorCode.DecodeError) { Description = e.Message } });
            return;
        }

        var replyTo = request.Properties?.ReplyTo;

        // The official client's $cbs receiver has no target address: its link name is the reply-to.
        var responder = responders.FindLast(r => replyTo is not null && (r.Link.ReplyAddress == replyTo || r.Link.Name == replyTo))
            ?? responders.LastOrDefault(r => r.Link.Session == link.Session)
            ?? responders.LastOrDefault();
        if (responder is null)
        {
            link.Settle(delivery, new Rejected { Error = new Error(ErrorCode.PreconditionFailed) { Description = "A request needs a receiving link for its answer." } });
            return;
        }

        var id = request.Properties?.GetMessageId();
        Handle(request, response =>
        {
            responder.Send(Encode(response, id));
            link.Settle(delivery, new Accepted());
        });
    }

    /// <summary>Answers one request, once, now or from another thread; until then it counts against the sender's credit.</summary>
    protected abstract void Handle(Message request, Action<Message> respond);

    static ReadOnlyMemory<byte> Encode(Message response, object? correlationId)
    {
        response.Properties = new Properties();
        if (correlationId is not null) response.Properties.SetCorrelationId(correlationId);
        response.BodySection ??= new AmqpValue { Value = new Map() };
        var encoded = response.Encode();
        return encoded.Buffer.AsMemory(encoded.Offset, encoded.Length);
    }
}
