using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Flows.Decisions;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Joint Committee decisions: each government its side.</summary>
public sealed class Decisions(DecideTogether decide)
{
    [Function(nameof(PostDecision))]
    [OpenApiOperation(nameof(PostDecision), "decisions")]
    public async Task<IResult> PostDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decisions")] HttpRequest http, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Of(await decide.ApproveAsync(body.Value, http.Caller(), cancellationToken), answer => Answer.Text(Document(answer), StatusCodes.Status200OK));
    }

    private static JsonObject Document(DecisionAnswer answer) => new()
    {
        ["decision"] = answer.Decision,
        ["contentHash"] = answer.ContentHash,
        ["approvals"] = new JsonObject(answer.Approvals.Select(approval => KeyValuePair.Create(
            JsonNamingPolicy.KebabCaseLower.ConvertName(approval.Key.ToString()),
            (JsonNode?)JsonValue.Create(approval.Value)))),
        ["inForce"] = answer.InForce,
    };
}
