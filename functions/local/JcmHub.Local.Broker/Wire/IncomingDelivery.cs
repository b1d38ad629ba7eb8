namespace JcmHub.Local.Broker.Wire;

/// <summary>One received message, all its frames joined. A settled one wants no answer.</summary>
internal readonly record struct IncomingDelivery(uint Id, uint Format, bool Settled, byte[] Payload);
