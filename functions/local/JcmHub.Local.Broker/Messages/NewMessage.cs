using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using JcmHub.Local.Broker.Wire;

namespace JcmHub.Local.Broker.Messages;

/// <summary>A message as a client sent it, taken apart as far as the broker must look into it.</summary>
/// <param name="MessageId">As text; made up when the sender gave none, since clients cannot do without.</param>
/// <param name="TimeToLive">From the sender, null when it set none.</param>
/// <param name="ScheduledFor">When it shall become visible, null for at once.</param>
/// <param name="Annotations">The sender's message annotations in the form of <see cref="AnnotationBytes"/>; null when there are none.</param>
/// <param name="Payload">Encoded sections from the properties on, kept byte for byte where the sender gave a MessageId.</param>
internal sealed record NewMessage(string MessageId, TimeSpan? TimeToLive, DateTimeOffset? ScheduledFor, byte[]? Annotations, byte[] Payload)
{
    /// <summary>Message format of a batch: each data section is one whole encoded message.</summary>
    public const uint BatchFormat = 0x80013700;

    const string ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";

    static readonly HashSet<string> SetByBroker =
    [
        "x-opt-sequence-number", "x-opt-enqueued-time", "x-opt-locked-until", "x-opt-message-state",
        "x-opt-enqueue-sequence-number", "x-opt-deadletter-source", "x-opt-lock-token",
    ];

    /// <summary>The messages of one delivery.</summary>
    /// <exception cref="AmqpException"><c>amqp:decode-error</c></exception>
    public static List<NewMessage> ReadAll(ReadOnlySpan<byte> delivery, uint format)
    {
        if (format != BatchFormat) return [Read(delivery)];
        var messages = new List<NewMessage>();
        foreach (var section in MessageSection.All(delivery))
        {
            if (section.Code == MessageSection.Data) messages.Add(Read(section.Decode<Amqp.Framing.Data>(delivery).Binary));
        }

        return messages;
    }

    /// <summary>One encoded message.</summary>
    /// <exception cref="AmqpException"><c>amqp:decode-error</c></exception>
    public static NewMessage Read(ReadOnlySpan<byte> message)
    {
        TimeSpan? timeToLive = null;
        DateTimeOffset? scheduledFor = null;
        byte[]? annotations = null;
        var at = 0;
        while (at < message.Length)
        {
            var section = MessageSection.At(message, at);
            if (section.Code >= MessageSection.Properties) break;
            if (section.Code == MessageSection.Header && section.Decode<Header>(message) is { } header && header.HasField(2))
                timeToLive = TimeSpan.FromMilliseconds(header.Ttl);
            // A section may hold null in place of its map: then there is nothing in it.
            if (section.Code == MessageSection.MessageAnnotations && section.Decode<MessageAnnotations>(message).Map is { } map)
            {
                scheduledFor = Moment(map, ScheduledEnqueueTime);
                annotations = AnnotationBytes(map);
            }

            at = section.End;
        }

        if (at == message.Length) throw new AmqpException(ErrorCode.DecodeError, "A message needs a body.");
        var (id, payload) = WithMessageId(message[at..]);
        return new NewMessage(id, timeToLive, scheduledFor, annotations, payload);
    }

    static (string MessageId, byte[] Payload) WithMessageId(ReadOnlySpan<byte> sections)
    {
        var all = MessageSection.All(sections);

        // They must be readable when the message is dead-lettered one day: that is too late to refuse it.
        foreach (var section in all.Where(s => s.Code == MessageSection.ApplicationProperties)) PropertyChange.Decode(section, sections);
        var properties = new Properties();
        var rest = 0;
        if (all[0].Code == MessageSection.Properties)
        {
            properties = all[0].Decode<Properties>(sections);
            if (IdOf(properties) is { } known) return (known, sections.ToArray());
            rest = all[0].End;
        }

        properties.MessageId = Guid.NewGuid().ToString("N");
        var payload = new ByteBuffer(sections.Length + 64, true);
        properties.Encode(payload);
        FrameWriter.Append(payload, sections[rest..]);
        return (properties.MessageId, payload.Buffer.AsSpan(payload.Offset, payload.Length).ToArray());
    }

    // The four types that part 3.2.4 allows.
    static string? IdOf(Properties properties)
    {
        try
        {
            return properties.GetMessageId() is byte[] binary ? Convert.ToHexString(binary) : properties.GetMessageId()?.ToString();
        }
        catch (AmqpException e)
        {
            throw new AmqpException(ErrorCode.DecodeError, $"The message-id cannot be read: {e.Message}");
        }
    }

    static DateTimeOffset? Moment(Map map, string key) =>
        map.TryGetValue(new Symbol(key), out var value) && value is DateTime moment ? new DateTimeOffset(moment.ToUniversalTime()) : null;

    /// <summary>Count of the entries, four bytes, then keys and values encoded behind each other: ready to join the broker's own.</summary>
    static byte[]? AnnotationBytes(Map map)
    {
        var entries = new ByteBuffer(128, true);
        var count = 0;
        FrameWriter.Append(entries, stackalloc byte[4]);
        foreach (var (key, value) in map)
        {
            if (SetByBroker.Contains(key.ToString()!)) continue;
            count += 2;
            Encoder.WriteObject(entries, key, true);
            Encoder.WriteObject(entries, value, true);
        }

        if (count == 0) return null;
        BinaryPrimitives.WriteInt32BigEndian(entries.Buffer.AsSpan(entries.Offset), count);
        return entries.Buffer.AsSpan(entries.Offset, entries.Length).ToArray();
    }
}
