using JcmHub.Flows.Corrections;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Corrections of issued units, each approved by both governments.</summary>
public sealed class Corrections(DecideCorrection decide, ReadCorrections read)
{
    [Function(nameof(GetCorrections))]
    [OpenApiOperation(nameof(GetCorrections), "credits")]
    public async Task<IResult> GetCorrections(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "credits/corrections")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await read.ListAsync(http.Query["party"], http.Query["kind"], http.Query["open"], cancellationToken));

    [Function(nameof(PostCorrection))]
    [OpenApiOperation(nameof(PostCorrection), "credits")]
    public async Task<IResult> PostCorrection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credits/corrections")] HttpRequest http, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused ? Answer.Problem(body.Refusal) : Answer.Json(await decide.ApproveAsync(body.Value, http.Caller(), cancellationToken));
    }
}
