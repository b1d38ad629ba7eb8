namespace JcmHub.Local.Broker.Wire;

/// <summary>Takes what a peer sends over one link. Called under the connection's gate, so it must not block.</summary>
internal interface IMessageSink
{
    /// <summary>Largest encoded message, in bytes.</summary>
    int MaxMessageSize { get; }

    /// <summary>A whole message is there; the sink answers by <see cref="IncomingLink.Settle"/>, from any thread.</summary>
    void OnMessage(IncomingLink link, IncomingDelivery delivery);
}
