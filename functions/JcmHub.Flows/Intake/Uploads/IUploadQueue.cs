namespace JcmHub.Flows.Intake.Uploads;

/// <summary>The queue of blobs that were uploaded: Event Grid's events, and names that the sweep found.</summary>
public interface IUploadQueue
{
    /// <summary>The queue's name.</summary>
    const string Name = "uploads";

    /// <summary>Says that a blob of the inbox waits. A doubled word does no harm.</summary>
    Task AnnounceUploadAsync(string name, CancellationToken cancellationToken);
}
