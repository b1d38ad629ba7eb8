using Azure.Data.Tables;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Flows.Issuance;

namespace JcmHub.Adapters.Tables;

/// <summary>Who asked for upload addresses, in a partition of the table of reports.</summary>
public sealed class TableUploadRequests(TableServiceClient tables) : IUploadRequests
{
    private const string Partition = "upload";

    private readonly TableClient _table = tables.GetTableClient(TableReports.TableName);

    /// <inheritdoc />
    public Task AddAsync(string id, UploadRequest request, CancellationToken cancellationToken) =>
        _table.AddEntityAsync(TableBody.Write(Partition, id, LedgerJson.Write(request)), cancellationToken);

    /// <inheritdoc />
    public async Task<UploadRequest?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return found.HasValue ? LedgerJson.Read<UploadRequest>(TableBody.Read(found.Value!)) : null;
    }
}
