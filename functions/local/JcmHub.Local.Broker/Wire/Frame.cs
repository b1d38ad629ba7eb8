using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>One received frame; without a performative it is a heartbeat.</summary>
internal readonly record struct Frame(FrameKind Kind, ushort Channel, DescribedList? Performative, ReadOnlyMemory<byte> Payload);
