namespace JcmHub.Flows.Intake.Uploads;

/// <summary>A participant asks where to put a report that is too large for <c>POST reports</c>.</summary>
public sealed class AskForUpload(IInbox inbox, IUploadRequests requests, TimeProvider time)
{
    /// <summary>How long an address is good: an hour, for two gigabytes over a slow line.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string Extension = ".json";

    /// <summary>Gives a fresh address. Who asked is remembered before the address exists, so no upload can come without a submitter.</summary>
    public async Task<UploadAddress> AskAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        await requests.AddAsync(id, UploadRequest.Of(caller, now), cancellationToken);
        var expiresAt = now + Lifetime;
        return new UploadAddress(id, await inbox.WriteOnlyAddressAsync(BlobOf(id), expiresAt, cancellationToken), expiresAt);
    }

    /// <summary>The blob of an upload.</summary>
    internal static string BlobOf(string id) => id + Extension;

    /// <summary>The upload of a blob; null where the name is not one that we gave.</summary>
    internal static string? IdOf(string blob) =>
        blob.EndsWith(Extension, StringComparison.Ordinal) && IsId(blob[..^Extension.Length]) ? blob[..^Extension.Length] : null;

    /// <summary>Whether a text can be an upload's id.</summary>
    internal static bool IsId(string text) => Guid.TryParseExact(text, "N", out _);
}
