namespace JcmHub.Flows.Intake.Uploads;

/// <summary>The net under the blob events: announces every upload that has no outcome yet, once an hour (D14).</summary>
public sealed class SweepInbox(IInbox inbox, IUploadQueue queue)
{
    /// <summary>Announces what waits. A blob that is just being read is announced too; the second reading comes to the same.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var name in inbox.WaitingAsync(cancellationToken))
            await queue.AnnounceUploadAsync(name, cancellationToken);
    }
}
