using Amqp;
using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>Where the links of one connection find what they attach to. Called under the connection's gate.</summary>
internal interface INodeDirectory
{
    /// <summary>The node that takes what the peer sends.</summary>
    /// <exception cref="AmqpException">The condition to refuse the link with, such as <c>amqp:not-found</c>.</exception>
    IMessageSink OpenSink(Attach attach);

    /// <summary>The node that sends to the peer.</summary>
    /// <exception cref="AmqpException">The condition to refuse the link with.</exception>
    IMessageSource OpenSource(Attach attach, OutgoingLink link);

    /// <summary>Whether the right that a link was opened with still stands; null when it does.</summary>
    Error? Recheck(string address);
}
