using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using JcmHub.Adapters.Blobs;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tables;

/// <summary>
/// Reports: their state in the table <c>reports</c>, one partition per host Party; what arrived and what was proved in the
/// containers <c>reports</c>, <c>traces</c> and <c>documents</c>.
/// </summary>
public sealed class TableReports(TableServiceClient tables, BlobServiceClient blobs) : IReports
{
    /// <summary>The table's name.</summary>
    public const string TableName = "reports";

    /// <summary>The container of what arrived.</summary>
    public const string RawContainer = "reports";

    /// <summary>The container of calculation traces.</summary>
    public const string TraceContainer = "traces";

    /// <summary>The container of attached documents.</summary>
    public const string DocumentContainer = "documents";

    private const string KeyPartition = "idempotency";
    private const string Uncomputed = "uncomputed|";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly BlobContainerClient _raw = blobs.GetBlobContainerClient(RawContainer);
    private readonly BlobContainerClient _documents = blobs.GetBlobContainerClient(DocumentContainer);
    private readonly BlobContainerClient _traces = blobs.GetBlobContainerClient(TraceContainer);

    /// <inheritdoc />
    public IStagedReport Stage() => new StagedBlob(_raw.GetBlockBlobClient($"{Guid.CreateVersion7():N}.json"));

    /// <inheritdoc />
    public async Task<Stream> OpenRawAsync(string blob, CancellationToken cancellationToken) =>
        (await _raw.GetBlobClient(blob).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;

    /// <inheritdoc />
    public Task StoreTraceAsync(string blob, ReadOnlyMemory<byte> trace, CancellationToken cancellationToken) =>
        _traces.GetBlobClient(blob).UploadAsync(BinaryData.FromBytes(trace), Json(), cancellationToken);

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>> ReadTraceAsync(string blob, CancellationToken cancellationToken) => ReadAsync(_traces, blob, cancellationToken);

    /// <inheritdoc />
    public async Task<(ProjectReports Reports, string? Version)> ProjectAsync(ProjectId project, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(project.Party, ProjectKey(project), cancellationToken: cancellationToken);
        return found.HasValue
            ? (LedgerJson.Read<ProjectReports>(TableBody.Read(found.Value!)), found.Value!.ETag.ToString())
            : (ProjectReports.None, null);
    }

    /// <inheritdoc />
    public async Task<(ReportState State, string Version)?> FindAsync(string reportId, CancellationToken cancellationToken)
    {
        if (!ReportState.TryHostOf(reportId, out var host))
            return null;
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(host.Code, ReportKey(reportId), cancellationToken: cancellationToken);
        return found.HasValue ? (LedgerJson.Read<ReportState>(TableBody.Read(found.Value!)), found.Value!.ETag.ToString()) : null;
    }

    /// <inheritdoc />
    public async Task<string> BindKeyAsync(string subject, string key, string contentHash, CancellationToken cancellationToken)
    {
        var row = ContentHash.Of(Encoding.UTF8.GetBytes($"{subject}\n{key}"));
        var outcome = await TableTransaction.CommitAsync(_table, KeyPartition, [RowWrite.Add(row, Encoding.UTF8.GetBytes(contentHash))], cancellationToken);
        if (outcome == CommitOutcome.Committed)
            return contentHash;
        var bound = await _table.GetEntityAsync<TableEntity>(KeyPartition, row, cancellationToken: cancellationToken);
        return Encoding.UTF8.GetString(TableBody.Read(bound.Value).Span);
    }

    /// <inheritdoc />
    public async Task<bool> AddAsync(ReportState report, ProjectClaims claims, ReplacedReport replaced, CancellationToken cancellationToken)
    {
        var body = LedgerJson.Write(claims.Reports);
        List<RowWrite> writes =
        [
            claims.Version is null ? RowWrite.Add(ProjectKey(claims.Project), body) : new RowWrite(ProjectKey(claims.Project), body, RowGuard.Unchanged(claims.Version)),
            RowWrite.Add(ReportKey(report.Id), LedgerJson.Write(report)),
            RowWrite.Add(Uncomputed + report.Id, ReadOnlyMemory<byte>.Empty),
        ];
        if (replaced.Report is { } old)
            writes.Add(new RowWrite(ReportKey(old.Id), LedgerJson.Write(old with { ReplacedBy = report.Id }), RowGuard.Unchanged(replaced.Version)));
        return await CommitAsync(report.Host, writes, cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> CompleteAsync(ReportState report, string version, CancellationToken cancellationToken) =>
        CommitAsync(report.Host, [Replaced(report, version), RowWrite.Delete(Uncomputed + report.Id)], cancellationToken);

    /// <inheritdoc />
    public Task<bool> ReplaceAsync(ReportState report, string version, CancellationToken cancellationToken) =>
        CommitAsync(report.Host, [Replaced(report, version)], cancellationToken);

    /// <inheritdoc />
    public async Task StoreDocumentAsync(string contentHash, ReadOnlyMemory<byte> document, string mediaType, CancellationToken cancellationToken)
    {
        try
        {
            var options = new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = mediaType },
                Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            };
            await _documents.GetBlobClient(DocumentName(contentHash)).UploadAsync(BinaryData.FromBytes(document), options, cancellationToken);
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            // The name is the content's hash: what is there is the same.
        }
    }

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>> ReadDocumentAsync(string contentHash, CancellationToken cancellationToken) =>
        ReadAsync(_documents, DocumentName(contentHash), cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<string> UncomputedAsync(PartyId host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {host.Code} and RowKey ge {Uncomputed} and RowKey le {LedgerKeys.After(Uncomputed)}");
        await foreach (var entity in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            yield return entity.RowKey[Uncomputed.Length..];
    }

    /// <summary>A lost answer is no answer: the caller reads the state again and sees whether it was first.</summary>
    private async Task<bool> CommitAsync(PartyId host, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken) =>
        await TableTransaction.CommitAsync(_table, host.Code, writes, cancellationToken) == CommitOutcome.Committed;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(BlobContainerClient container, string blob, CancellationToken cancellationToken)
    {
        var content = await container.GetBlobClient(blob).DownloadContentAsync(cancellationToken);
        return content.Value.Content.ToMemory();
    }

    private static BlobUploadOptions Json() => new() { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };

    private static RowWrite Replaced(ReportState report, string version) => new(ReportKey(report.Id), LedgerJson.Write(report), RowGuard.Unchanged(version));

    private static string DocumentName(string contentHash) => contentHash["sha-256:".Length..];

    private static string ProjectKey(ProjectId project) => $"project|{project}";

    private static string ReportKey(string reportId) => "report|" + reportId;
}
