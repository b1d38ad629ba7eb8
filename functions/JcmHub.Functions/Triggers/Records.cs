using JcmHub.Flows.Exchange;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Records on their way to registries and market, and what became of them.</summary>
public sealed class Records(ReadRecord read)
{
    [Function(nameof(GetTransaction))]
    [OpenApiOperation(nameof(GetTransaction), "transactions")]
    [OpenApiParameter("id")]
    public async Task<IResult> GetTransaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transactions/{id}")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await read.StateAsync(id, cancellationToken));
}
