using Amqp;
using Amqp.Types;
using CsCheck;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Tests.Wire;

public sealed class WireValueTests
{
    static readonly Gen<object> Scalar = Gen.OneOf<object>(
        Gen.Bool.Select(v => (object)v), Gen.Int.Select(v => (object)v), Gen.UInt.Select(v => (object)v), Gen.Long.Select(v => (object)v),
        Gen.Double.Select(v => (object)v), Gen.Guid.Select(v => (object)v), Gen.String.Select(v => (object)v), Gen.Byte.Array.Select(v => (object)v),
        Gen.Int.Array[1, 5].Select(v => (object)v), Gen.Guid.Array[1, 3].Select(v => (object)v));

    static readonly Gen<object> Value = Gen.Recursive<object>((depth, inner) => depth > 4 ? Scalar : Gen.Frequency(
        (3, Scalar),
        (1, inner.List[0, 5].Select(items => (object)ListOf(items))),
        (1, Gen.Select(Gen.String[1, 8].List[0, 4], inner).Select(pair => (object)MapOf(pair.Item1, pair.Item2)))));

    [Fact]
    public void End_WholeValue_IsItsLength() => Value.Sample(value =>
    {
        var encoded = Encode(value);
        Assert.Equal(encoded.Length, WireValue.End([.. encoded, 0x40, 0x41], 0));
    });

    [Fact]
    public void End_ValueCutOff_IsADecodeError() => Gen.Select(Value, Gen.Double.Unit).Sample((value, where) =>
    {
        var encoded = Encode(value);
        var cut = encoded[..(int)(where * encoded.Length)];
        Assert.Equal(ErrorCode.DecodeError, Assert.Throws<AmqpException>(() => WireValue.End(cut, 0)).Error.Condition);
    });

    [Fact]
    public void End_Garbage_EndsOrIsADecodeError() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            Assert.InRange(WireValue.End(bytes, 0), 1, bytes.Length);
        }
        catch (AmqpException e)
        {
            Assert.Equal(ErrorCode.DecodeError, (string)e.Error.Condition);
        }
    }, iter: 10_000);

    [Theory]
    [InlineData(0x00)] // A descriptor whose descriptor is described, and so on.
    [InlineData(0xF0)] // Arrays of arrays.
    public void End_NestedWithoutEnd_IsADecodeError(byte constructor)
    {
        var bytes = new byte[64 * 1024];
        Array.Fill(bytes, constructor);
        Assert.Throws<AmqpException>(() => WireValue.End(bytes, 0));
    }

    [Fact]
    public void End_ListsInListsBeyondTheLimit_IsADecodeError()
    {
        var value = new byte[] { 0x45 };
        for (var depth = 0; depth < 40; depth++) value = [0xC0, (byte)(value.Length + 1), 1, .. value];
        Assert.Throws<AmqpException>(() => WireValue.End(value, 0));
    }

    [Fact]
    public void End_ArrayOfManyNulls_IsADecodeError()
    {
        byte[] bytes = [0xF0, 0, 0, 0, 5, 0x7F, 0xFF, 0xFF, 0xFF, 0x40];
        Assert.Throws<AmqpException>(() => WireValue.End(bytes, 0));
    }

    static byte[] Encode(object value)
    {
        var buffer = new ByteBuffer(64, true);
        Encoder.WriteObject(buffer, value, true);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    static List ListOf(List<object> items)
    {
        var list = new List();
        foreach (var item in items) list.Add(item);
        return list;
    }

    static Map MapOf(List<string> keys, object value)
    {
        var map = new Map();
        foreach (var key in keys) map[key] = value;
        return map;
    }
}
