using System.Text.Json.Nodes;
using Azure.Data.Tables;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Health: alive, and ready to work.</summary>
public sealed class Health(TableServiceClient tables)
{
    [Function(nameof(GetLive))]
    [OpenApiOperation(nameof(GetLive), "health")]
    public static IResult GetLive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest http) =>
        Answer.Text(new JsonObject { ["status"] = "live" }, StatusCodes.Status200OK);

    /// <summary>Ready: the rule book is loaded, or the app had not started, and storage answers.</summary>
    [Function(nameof(GetReady))]
    [OpenApiOperation(nameof(GetReady), "health")]
    public async Task<IResult> GetReady(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest http, CancellationToken cancellationToken)
    {
        await foreach (var _ in tables.QueryAsync(maxPerPage: 1, cancellationToken: cancellationToken))
            break;
        return Answer.Text(new JsonObject { ["status"] = "ready" }, StatusCodes.Status200OK);
    }
}
