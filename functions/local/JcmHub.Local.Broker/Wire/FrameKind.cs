namespace JcmHub.Local.Broker.Wire;

/// <summary>The type byte of a frame header.</summary>
internal enum FrameKind : byte
{
    Amqp = 0,
    Sasl = 1,
}
