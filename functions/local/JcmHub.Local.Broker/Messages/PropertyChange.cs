using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Messages;

/// <summary>Application properties that a receiver changes when it abandons, defers or dead-letters a message.</summary>
internal static class PropertyChange
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterDescription = "DeadLetterErrorDescription";

    /// <summary>The payload with the given application properties set, all other sections unchanged.</summary>
    public static byte[] Apply(byte[] payload, IReadOnlyDictionary<string, object?> changes)
    {
        var sections = MessageSection.All(payload);
        var before = sections.TakeWhile(s => s.Code <= MessageSection.Properties).Select(s => s.End).LastOrDefault();
        var after = before;
        var properties = new ApplicationProperties();
        if (sections.FirstOrDefault(s => s.Code == MessageSection.ApplicationProperties) is { Code: not 0 } known)
        {
            properties = Decode(known, payload);
            after = known.End;
        }

        foreach (var (key, value) in changes) properties[key] = value;

        var changed = new ByteBuffer(payload.Length + 256, true);
        FrameWriter.Append(changed, payload.AsSpan(0, before));
        properties.Encode(changed);
        FrameWriter.Append(changed, payload.AsSpan(after));
        return changed.Buffer.AsSpan(changed.Offset, changed.Length).ToArray();
    }

    /// <summary>A message's application properties.</summary>
    /// <exception cref="AmqpException"><c>amqp:decode-error</c>: they are no map from strings.</exception>
    public static ApplicationProperties Decode(MessageSection section, ReadOnlySpan<byte> message)
    {
        var properties = section.Decode<ApplicationProperties>(message);
        return properties.Map?.Keys.All(key => key is string) != false
            ? properties
            : throw new AmqpException(ErrorCode.DecodeError, "The keys of application properties must be strings.");
    }

    /// <summary>A map off the wire as properties; keys may come as symbols or strings.</summary>
    public static Dictionary<string, object?> Read(Map? map) =>
        map is null ? [] : map.ToDictionary(entry => entry.Key.ToString()!, object? (entry) => entry.Value);
}
