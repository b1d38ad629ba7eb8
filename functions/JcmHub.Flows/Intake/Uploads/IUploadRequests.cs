namespace JcmHub.Flows.Intake.Uploads;

/// <summary>Who asked for which upload address.</summary>
public interface IUploadRequests
{
    /// <summary>Remembers who asked; the upload's id is fresh.</summary>
    Task AddAsync(string id, UploadRequest request, CancellationToken cancellationToken);

    /// <summary>Who asked for an upload; null where nobody did.</summary>
    Task<UploadRequest?> FindAsync(string id, CancellationToken cancellationToken);
}
