using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake;

/// <summary>Where reports are kept: their bytes, their state, and each project's claimed periods.</summary>
public interface IReports
{
    /// <summary>Begins to store a report under a fresh name.</summary>
    IStagedReport Stage();

    /// <summary>The bytes that arrived, from the first on.</summary>
    Task<Stream> OpenRawAsync(string blob, CancellationToken cancellationToken);

    /// <summary>Stores a calculation trace; the same again changes nothing.</summary>
    Task StoreTraceAsync(string blob, ReadOnlyMemory<byte> trace, CancellationToken cancellationToken);

    /// <summary>A calculation trace.</summary>
    Task<ReadOnlyMemory<byte>> ReadTraceAsync(string blob, CancellationToken cancellationToken);

    /// <summary>A project's claims, with their version; the version is null where there are none.</summary>
    Task<(ProjectReports Reports, string? Version)> ProjectAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>A report's state with its version; null where it is unknown.</summary>
    Task<(ReportState State, string Version)?> FindAsync(string reportId, CancellationToken cancellationToken);

    /// <summary>Binds a caller's idempotency key to a content, once and for all.</summary>
    /// <returns>The content that the key is bound to: this one, or the one that was first.</returns>
    Task<string> BindKeyAsync(string subject, string key, string contentHash, CancellationToken cancellationToken);

    /// <summary>Adds a report, its claim and its place among the uncomputed, and marks the report that it replaces: together or not at all.</summary>
    /// <returns>False where another writer was first; nothing was stored then.</returns>
    Task<bool> AddAsync(ReportState report, ProjectClaims claims, ReplacedReport replaced, CancellationToken cancellationToken);

    /// <summary>Stores the state with its first result; the report leaves the uncomputed.</summary>
    /// <returns>False where another writer was first.</returns>
    Task<bool> CompleteAsync(ReportState report, string version, CancellationToken cancellationToken);

    /// <summary>Replaces a report's state.</summary>
    /// <returns>False where another writer was first.</returns>
    Task<bool> ReplaceAsync(ReportState report, string version, CancellationToken cancellationToken);

    /// <summary>Stores an attached document under its content hash; the same bytes again change nothing.</summary>
    Task StoreDocumentAsync(string contentHash, ReadOnlyMemory<byte> document, string mediaType, CancellationToken cancellationToken);

    /// <summary>An attached document.</summary>
    Task<ReadOnlyMemory<byte>> ReadDocumentAsync(string contentHash, CancellationToken cancellationToken);

    /// <summary>Ids of reports of a host that wait for their computation.</summary>
    IAsyncEnumerable<string> UncomputedAsync(PartyId host, CancellationToken cancellationToken);
}
