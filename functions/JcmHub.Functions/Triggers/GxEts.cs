using JcmHub.Flows.GxEts;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>GX-ETS: which credits it can take, and why others not.</summary>
public sealed class GxEts(ReadEligibleCredits feed, ExplainEligibility explain)
{
    [Function(nameof(GetEligibleCredits))]
    [OpenApiOperation(nameof(GetEligibleCredits), "gx-ets")]
    public async Task<IResult> GetEligibleCredits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "gx-ets/eligible-credits")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await feed.ReadAsync(http.Query["after"], http.Caller(), cancellationToken));

    [Function(nameof(GetEligibility))]
    [OpenApiOperation(nameof(GetEligibility), "gx-ets")]
    public async Task<IResult> GetEligibility(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "gx-ets/eligibility")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await explain.ExplainAsync(
            http.Query["party"], http.Query["registry"], http.Query["account"], http.Query["serial"], http.Query["after"], cancellationToken));
}
