using JcmHub.Flows.Signing;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>The keys that sign records and receipts.</summary>
public sealed class Keys(PublishKeys publish, DistrustKey distrust)
{
    [Function(nameof(GetKeys))]
    [OpenApiOperation(nameof(GetKeys), "keys")]
    public async Task<IResult> GetKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "keys")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await publish.ReadAsync(cancellationToken));

    [Function(nameof(PostDistrust))]
    [OpenApiOperation(nameof(PostDistrust), "keys")]
    [OpenApiParameter("keyId")]
    public async Task<IResult> PostDistrust(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "keys/{keyId}/distrust")] HttpRequest http, string keyId, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Json(await distrust.RunAsync(keyId, body.Value, http.Caller(), cancellationToken));
    }
}
