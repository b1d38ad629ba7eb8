using JcmHub.Flows.Article6;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Article 6: a host's corresponding adjustments, and their way through report and review.</summary>
public sealed class Article6(ReadBalance balance, AdvanceAdjustment advance)
{
    [Function(nameof(GetBalance))]
    [OpenApiOperation(nameof(GetBalance), "article6")]
    [OpenApiParameter("party")]
    public async Task<IResult> GetBalance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "article6/{party}/balance")] HttpRequest http, string party, CancellationToken cancellationToken) =>
        Answer.Json(await balance.ReadAsync(party, cancellationToken));

    [Function(nameof(PostAdjustmentStep))]
    [OpenApiOperation(nameof(PostAdjustmentStep), "article6")]
    [OpenApiParameter("party")]
    [OpenApiParameter("id")]
    public async Task<IResult> PostAdjustmentStep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "article6/{party}/adjustments/{id}/steps")] HttpRequest http,
        string party, string id, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Json(await advance.AdvanceAsync(party, id, body.Value, http.Caller(), cancellationToken));
    }
}
