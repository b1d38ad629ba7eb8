#nullable disable
namespace Azure.Messaging.ServiceBus;

public class CreateMessageBatchOptions
{
    public CreateMessageBatchOptions()
    {
    }

    /// <summary>Bytes that the batch may take; the queue's own limit where null.</summary>
    public long? MaxSizeInBytes
    {
        get;
        set => field = value is null or >= 24 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least 24 bytes.");
    }
}
