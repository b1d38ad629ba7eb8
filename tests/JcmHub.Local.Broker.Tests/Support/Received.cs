using Amqp;
using Amqp.Types;

namespace JcmHub.Local.Broker.Tests.Support;

/// <summary>One delivery as a <see cref="RawPeer"/> saw it.</summary>
internal sealed record Received(uint DeliveryId, Guid LockToken, bool Settled, Message Message)
{
    public string Body => (string)Message.Body;

    public uint DeliveryCount => Message.Header.DeliveryCount;

    public long Sequence => (long)Message.MessageAnnotations[new Symbol("x-opt-sequence-number")];

    public DateTime LockedUntil => (DateTime)Message.MessageAnnotations[new Symbol("x-opt-locked-until")];
}
