namespace JcmHub.Flows.Intake.Uploads;

/// <summary>A blob of the inbox, as it was when it was opened.</summary>
/// <param name="Content">Its bytes, from the first on.</param>
/// <param name="Version">Changes whenever the blob is written anew.</param>
public sealed record InboxBlob(Stream Content, string Version) : IAsyncDisposable
{
    /// <summary>Lets go of the bytes.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
