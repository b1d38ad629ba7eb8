using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace JcmHub.Local.Broker;

/// <summary>One queue as <c>infra/queues.json</c> declares it; the Bicep files read the same file, so local and Azure agree.</summary>
/// <param name="Name">Entity name, matched without regard to case.</param>
/// <param name="LockDuration">How long a peeked message stays locked unless renewed; 1 ms to 5 minutes.</param>
/// <param name="MaxDeliveryCount">Deliveries after which a message goes to the dead-letter queue; at least 1.</param>
/// <param name="DefaultMessageTimeToLive">Longest life of a message; a sender may only shorten it.</param>
/// <param name="DeadLetteringOnMessageExpiration">Whether an expired message is dead-lettered (true) or dropped (false).</param>
/// <param name="RequiresDuplicateDetection">Whether a second message with a known MessageId is accepted and dropped.</param>
/// <param name="DuplicateDetectionHistoryTimeWindow">How long a MessageId is remembered; positive.</param>
/// <param name="MaxSizeInMegabytes">Sum of stored messages above which sends are refused with <c>amqp:resource-limit-exceeded</c>.</param>
/// <param name="MaxMessageSizeInKilobytes">Largest encoded message or batch, in KiB; 1 to 102,400.</param>
public sealed record QueueDeclaration(
    string Name,
    TimeSpan LockDuration,
    int MaxDeliveryCount,
    TimeSpan DefaultMessageTimeToLive,
    bool DeadLetteringOnMessageExpiration,
    bool RequiresDuplicateDetection,
    TimeSpan DuplicateDetectionHistoryTimeWindow,
    int MaxSizeInMegabytes,
    int MaxMessageSizeInKilobytes)
{
    /// <summary>A queue with the settings that Service Bus gives when nothing is said.</summary>
    public static QueueDeclaration WithDefaults(string name) => new(
        name, TimeSpan.FromMinutes(1), 10, TimeSpan.FromDays(14), false, false, TimeSpan.FromMinutes(10), 1024, 256);

    /// <summary>Reads the declarations of a queues file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="parties">The Parties whose registries read a queue of their own: each has one like the file's <c>registryQueue</c>, whose
    /// name has the Party in lower case in place of <c>{party}</c>.</param>
    /// <exception cref="InvalidDataException">The file is not JSON, lacks a setting, or has one out of range; the message names queue and setting.</exception>
    public static IReadOnlyList<QueueDeclaration> Load(string file, params IEnumerable<string> parties)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(file));
            var queues = root?["queues"]?.AsArray() ?? throw new InvalidDataException($"{file}: there is no array 'queues'.");
            var declarations = queues.Select(queue => Read(file, queue!.AsObject()))
                .Concat(parties.Select(party => Read(file, OfRegistry(root["registryQueue"]!, party)))).ToList();
            var twice = declarations.GroupBy(q => q.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
            return twice is null ? declarations : throw new InvalidDataException($"{file}: queue '{twice.Key}' is declared twice.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"{file} is not a queues file: {e.Message}", e);
        }
    }

    static JsonObject OfRegistry(JsonNode template, string party)
    {
        var queue = template.DeepClone().AsObject();
        queue["name"] = queue["name"]!.GetValue<string>().Replace("{party}", party.ToLowerInvariant(), StringComparison.Ordinal);
        return queue;
    }

    static QueueDeclaration Read(string file, JsonObject queue)
    {
        var name = Setting<string>("name");
        if (name.Length is 0 or > 260 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/')))
            throw new InvalidDataException($"{file}: '{name}' is not a queue name.");
        return new QueueDeclaration(
            name,
            Duration("lockDuration", TimeSpan.FromMinutes(5)),
            Count("maxDeliveryCount", 2000),
            Duration("defaultMessageTimeToLive", TimeSpan.MaxValue),
            Setting<bool>("deadLetteringOnMessageExpiration"),
            Setting<bool>("requiresDuplicateDetection"),
            Duration("duplicateDetectionHistoryTimeWindow", TimeSpan.FromDays(7)),
            Count("maxSizeInMegabytes", 81_920),
            Count("maxMessageSizeInKilobytes", 102_400));

        T Setting<T>(string key)
        {
            try
            {
                return queue[key]!.GetValue<T>();
            }
            catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException($"{file}: queue '{queue["name"]}' has no usable '{key}'.", e);
            }
        }

        int Count(string key, int most) => Setting<int>(key) is var value && value >= 1 && value <= most
            ? value
            : throw new InvalidDataException($"{file}: queue '{name}': '{key}' must be 1 to {most}.");

        TimeSpan Duration(string key, TimeSpan most)
        {
            try
            {
                var value = XmlConvert.ToTimeSpan(Setting<string>(key));
                if (value > TimeSpan.Zero && value <= most) return value;
            }
            catch (FormatException)
            {
                // Told below, with the queue and the setting.
            }

            throw new InvalidDataException($"{file}: queue '{name}': '{key}' must be an ISO 8601 duration above zero, at most {most}.");
        }
    }
}
