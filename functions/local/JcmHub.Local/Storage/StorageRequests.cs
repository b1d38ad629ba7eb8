namespace JcmHub.Local.Storage;

/// <summary>How many requests the storage answered since it started, counted from its access log.</summary>
/// <param name="Blobs">Requests to the blob service.</param>
/// <param name="Tables">Requests to the table service.</param>
public readonly record struct StorageRequests(long Blobs, long Tables)
{
    public long Total => Blobs + Tables;
}
