namespace JcmHub.Local.Runtime.Wire;

/// <summary>A whole message as it came over a link.</summary>
/// <param name="Link">The link; settling goes over it as long as it is up.</param>
/// <param name="Id">The delivery's number in the session.</param>
/// <param name="LockToken">The delivery tag, which Service Bus makes the lock token.</param>
/// <param name="Message">The encoded message.</param>
internal sealed record ReceivedDelivery(ReceivingLink Link, uint Id, Guid LockToken, ReadOnlyMemory<byte> Message);
