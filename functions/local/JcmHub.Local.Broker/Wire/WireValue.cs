using System.Buffers.Binary;
using Amqp;

namespace JcmHub.Local.Broker.Wire;

/// <summary>
/// Finds where an AMQP-encoded value ends and proves it well-formed on the way, without building anything.
/// The library's decoder recurses without limit and allocates what a count asks for, so nothing from a peer
/// reaches it unproved: 64 KB of nested constructors would otherwise overflow the stack and end the process.
/// </summary>
internal static class WireValue
{
    const int MaxDepth = 32;

    /// <summary>The offset behind the value at <paramref name="at"/>.</summary>
    /// <exception cref="AmqpException"><c>amqp:decode-error</c>: the value is cut off, too deep, or contradicts itself.</exception>
    public static int End(ReadOnlySpan<byte> bytes, int at) => Value(bytes, at, 0);

    static int Value(ReadOnlySpan<byte> bytes, int at, int depth)
    {
        if (depth > MaxDepth) throw Malformed("values are nested too deeply");
        var code = bytes[Within(bytes, at, 1)];
        at++;
        if (code == 0)
        {
            at = Value(bytes, at, depth + 1);
            return Value(bytes, at, depth + 1);
        }

        return Body(bytes, code, at, depth);
    }

    // The upper half of a constructor says how its value is laid out (AMQP 1.0 part 1, figure 1.2).
    static int Body(ReadOnlySpan<byte> bytes, byte code, int at, int depth) => (code >> 4) switch
    {
        0x4 => at,
        0x5 => Within(bytes, at, 1) + 1,
        0x6 => Within(bytes, at, 2) + 2,
        0x7 => Within(bytes, at, 4) + 4,
        0x8 => Within(bytes, at, 8) + 8,
        0x9 => Within(bytes, at, 16) + 16,
        0xA => Variable(bytes, at, 1),
        0xB => Variable(bytes, at, 4),
        0xC => Compound(bytes, at, 1, depth),
        0xD => Compound(bytes, at, 4, depth),
        0xE => Array(bytes, at, 1, depth),
        0xF => Array(bytes, at, 4, depth),
        _ => throw Malformed($"0x{code:x2} is no constructor"),
    };

    static int Variable(ReadOnlySpan<byte> bytes, int at, int width)
    {
        var size = Number(bytes, at, width);
        return Within(bytes, at + width, size) + size;
    }

    static int Compound(ReadOnlySpan<byte> bytes, int at, int width, int depth)
    {
        var (end, count) = Extent(bytes, ref at, width);
        if (count > end - at) throw Malformed("a list counts more items than it has bytes");
        for (var i = 0; i < count; i++) at = Value(bytes, at, depth + 1);
        return at == end ? end : throw Malformed("a list does not end where it says");
    }

    static int Array(ReadOnlySpan<byte> bytes, int at, int width, int depth)
    {
        var (end, count) = Extent(bytes, ref at, width);
        var code = bytes[Within(bytes, at, 1)];
        at++;
        if (code == 0)
        {
            at = Value(bytes, at, depth + 1);
            code = bytes[Within(bytes, at, 1)];
            at++;
        }

        // Items without bytes of their own (null, true) would let four bytes ask for 2^31 of them.
        if (count > end - at) throw Malformed("an array counts more items than it has bytes");
        if (depth >= MaxDepth) throw Malformed("values are nested too deeply");
        for (var i = 0; i < count; i++) at = Body(bytes, code, at, depth + 1);
        return at == end ? end : throw Malformed("an array does not end where it says");
    }

    static (int End, int Count) Extent(ReadOnlySpan<byte> bytes, ref int at, int width)
    {
        var size = Number(bytes, at, width);
        at += width;
        var end = Within(bytes, at, size) + size;
        if (size < width) throw Malformed("a list is smaller than its count");
        var count = Number(bytes, at, width);
        at += width;
        return (end, count);
    }

    static int Number(ReadOnlySpan<byte> bytes, int at, int width)
    {
        Within(bytes, at, width);
        if (width == 1) return bytes[at];
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
        return number <= int.MaxValue ? (int)number : throw Malformed("a size is out of range");
    }

    static int Within(ReadOnlySpan<byte> bytes, int at, int length) =>
        at <= bytes.Length && length <= bytes.Length - at ? at : throw Malformed("a value is cut off");

    static AmqpException Malformed(string why) => new(ErrorCode.DecodeError, $"Malformed AMQP: {why}.");
}
