using JcmHub.Flows.Reconciliation;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Reconciliation: nightly at midnight in Japan, on demand, its results, and snapshots of registries that cannot be asked.</summary>
public sealed class Reconciliations(Reconcile reconcile, ReadReconciliations read, ReceiveSnapshot receive)
{
    /// <summary>Some 300,000 blocks as JSON.</summary>
    private const int MaximumSnapshotBytes = 64 * 1024 * 1024;

    /// <summary>15:00 UTC is midnight in Japan (D11).</summary>
    [Function(nameof(ReconcileNightly))]
    public Task ReconcileNightly([TimerTrigger("0 0 15 * * *")] TimerInfo timer, CancellationToken cancellationToken) => reconcile.RunAsync(cancellationToken);

    [Function(nameof(PostReconciliation))]
    [OpenApiOperation(nameof(PostReconciliation), "reconciliations")]
    public async Task<IResult> PostReconciliation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reconciliations")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Text(await reconcile.RunAsync(cancellationToken), StatusCodes.Status200OK);

    [Function(nameof(GetReconciliations))]
    [OpenApiOperation(nameof(GetReconciliations), "reconciliations")]
    public async Task<IResult> GetReconciliations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reconciliations")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await read.DatesAsync(cancellationToken));

    [Function(nameof(GetReconciliation))]
    [OpenApiOperation(nameof(GetReconciliation), "reconciliations")]
    [OpenApiParameter("date")]
    public async Task<IResult> GetReconciliation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reconciliations/{date}")] HttpRequest http, string date, CancellationToken cancellationToken) =>
        Answer.Json(await read.ReadAsync(date, http.Caller(), cancellationToken));

    [Function(nameof(PutSnapshot))]
    [OpenApiOperation(nameof(PutSnapshot), "registries")]
    [OpenApiParameter("party")]
    [OpenApiParameter("date")]
    public async Task<IResult> PutSnapshot(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "registries/{party}/snapshots/{date}")] HttpRequest http,
        string party, string date, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken, MaximumSnapshotBytes);
        return body.IsRefused ? Answer.Problem(body.Refusal) : Answer.Json(await receive.PutAsync(party, date, body.Value, cancellationToken));
    }
}
