using System.Text.Json;

namespace JcmHub.Local.Runtime.Queues;

/// <summary>
/// How often each queue delivers a message, from the queues file that broker and infrastructure share. With it the pump can
/// dead-letter a message at its last failure with the exception's type and message; without it the broker does, with its own words.
/// </summary>
internal sealed class DeliveryLimits
{
    readonly Dictionary<string, int> limits = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="file">Need not be there.</param>
    /// <exception cref="InvalidDataException">It is there and cannot be read.</exception>
    public DeliveryLimits(string file)
    {
        if (!File.Exists(file)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var queue in document.RootElement.GetProperty("queues").EnumerateArray())
                limits[queue.GetProperty("name").GetString()!] = queue.GetProperty("maxDeliveryCount").GetInt32();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} is no queues file: {e.Message}", e);
        }
    }

    /// <summary>Whether a delivery is the last that the queue makes; false where that is not known.</summary>
    public bool IsLast(string queue, int deliveryCount) => limits.TryGetValue(queue, out var limit) && deliveryCount >= limit;
}
