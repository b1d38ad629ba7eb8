using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>A registry tells which accounts it keeps, and what of it anyone may see.</summary>
public sealed class RegistryAccounts(SynchroniseAccounts accounts, PublicLists lists)
{
    [Function(nameof(GetPublicLists))]
    [OpenApiOperation(nameof(GetPublicLists), "registries")]
    [OpenApiParameter("party")]
    public async Task<IResult> GetPublicLists(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "registries/{party}/public")] HttpRequest http, string party, CancellationToken cancellationToken) =>
        Answer.Json(await lists.ReadAsync(party, cancellationToken));

    [Function(nameof(PutAccounts))]
    [OpenApiOperation(nameof(PutAccounts), "registries")]
    [OpenApiParameter("party")]
    public async Task<IResult> PutAccounts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "registries/{party}/accounts")] HttpRequest http, string party, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Json(await accounts.ReplaceAsync(party, body.Value, http.Caller(), cancellationToken));
    }
}
