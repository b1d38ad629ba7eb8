using JcmHub.Flows.Exchange;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Functions.Triggers;

/// <summary>Records on their way to registries and market, and what became of them.</summary>
public sealed class Records(ReadRecord read, RecordProof proof)
{
    [Function(nameof(GetTransaction))]
    public async Task<IResult> GetTransaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transactions/{id}")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await read.StateAsync(id, cancellationToken));

    [Function(nameof(GetProof))]
    public async Task<IResult> GetProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transactions/{id}/proof")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await proof.OfAsync(id, cancellationToken));
}
