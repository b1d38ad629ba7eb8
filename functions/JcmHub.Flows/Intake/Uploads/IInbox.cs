namespace JcmHub.Flows.Intake.Uploads;

/// <summary>The container into which reports are uploaded by address or dropped, and where the outcome of each lies beside it (D14).</summary>
public interface IInbox
{
    /// <summary>The container's name.</summary>
    const string Container = "reports-inbox";

    /// <summary>
    /// Whether a text can be a blob's name: at most 1,024 characters without control characters, and no step of it is <c>.</c> or <c>..</c>, which
    /// in an address would lead out of the container.
    /// </summary>
    static bool IsName(string text) =>
        text.Length is > 0 and <= 1024 && !text.Any(char.IsControl) && !text.Split('/', '\\').Any(step => step is "." or "..");

    /// <summary>An address under which one blob can be created and written, and nothing else done, until it expires.</summary>
    Task<Uri> WriteOnlyAddressAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>An uploaded blob; null where it is gone.</summary>
    Task<InboxBlob?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>What became of a blob; null while nothing has.</summary>
    Task<InboxOutcome?> OutcomeAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lays the outcome beside the blob, in place of that of an earlier version.</summary>
    Task WriteOutcomeAsync(string name, InboxOutcome outcome, CancellationToken cancellationToken);

    /// <summary>The blobs that have no outcome in their present version.</summary>
    IAsyncEnumerable<string> WaitingAsync(CancellationToken cancellationToken);
}
