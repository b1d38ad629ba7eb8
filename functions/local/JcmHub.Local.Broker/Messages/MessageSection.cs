using System.Buffers.Binary;
using Amqp;
using Amqp.Types;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Messages;

/// <summary>One section of an encoded message (AMQP 1.0 part 3.2): its descriptor code and where it lies.</summary>
internal readonly record struct MessageSection(ulong Code, int Start, int End)
{
    public const ulong Header = 0x70;
    public const ulong DeliveryAnnotations = 0x71;
    public const ulong MessageAnnotations = 0x72;
    public const ulong Properties = 0x73;
    public const ulong ApplicationProperties = 0x74;
    public const ulong Data = 0x75;

    /// <summary>The section that starts at an offset.</summary>
    /// <exception cref="AmqpException"><c>amqp:decode-error</c></exception>
    public static MessageSection At(ReadOnlySpan<byte> message, int start)
    {
        var end = WireValue.End(message, start);
        ulong? code = message[start] != 0 ? null : message[start + 1] switch
        {
            0x53 => message[start + 2],
            0x80 => BinaryPrimitives.ReadUInt64BigEndian(message[(start + 2)..]),
            _ => null,
        };
        return code is >= Header and <= 0x78
            ? new MessageSection(code.Value, start, end)
            : throw new AmqpException(ErrorCode.DecodeError, "A message is made of sections with numeric descriptors, and this is none.");
    }

    /// <summary>All sections, in order.</summary>
    public static List<MessageSection> All(ReadOnlySpan<byte> message)
    {
        var sections = new List<MessageSection>(6);
        for (var at = 0; at < message.Length; at = sections[^1].End) sections.Add(At(message, at));
        return sections;
    }

    /// <summary>The decoded section.</summary>
    /// <exception cref="AmqpException"><c>amqp:decode-error</c>: the section holds something else than it says.</exception>
    public T Decode<T>(ReadOnlySpan<byte> message)
        where T : Described => Decoder.Decode<T>(message[Start..End]);
}
