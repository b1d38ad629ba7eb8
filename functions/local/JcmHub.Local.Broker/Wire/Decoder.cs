using Amqp;
using Amqp.Types;

namespace JcmHub.Local.Broker.Wire;

/// <summary>Builds described values from bytes that <see cref="WireValue"/> has proved well-formed.</summary>
internal static class Decoder
{
    /// <exception cref="AmqpException"><c>amqp:decode-error</c>: it is another type, or a field is.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> proved)
        where T : Described
    {
        var bytes = proved.ToArray();
        object? decoded;
        try
        {
            decoded = Encoder.ReadObject(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
        }
        catch (Exception e)
        {
            // The library answers a field of the wrong type with whatever its casts throw.
            throw new AmqpException(ErrorCode.DecodeError, $"{typeof(T).Name} cannot be read: {e.Message}");
        }

        return decoded as T ?? throw new AmqpException(ErrorCode.DecodeError, $"{typeof(T).Name} was expected.");
    }
}
