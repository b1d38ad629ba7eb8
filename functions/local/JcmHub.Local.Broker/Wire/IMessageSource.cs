using Amqp.Framing;

namespace JcmHub.Local.Broker.Wire;

/// <summary>Sends to a peer over one link. Called under the connection's gate, so it must not block.</summary>
internal interface IMessageSource
{
    /// <summary>Credit, session window or output may have grown, or the peer asks to drain.</summary>
    void OnReady();

    /// <summary>The peer says what became of a delivery.</summary>
    void OnDisposition(uint deliveryId, Guid lockToken, DeliveryState? state, bool settled);

    void OnClosed();
}
