using JcmHub.Flows.Repairs;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>The journals: whether they hold, and how one that a fault of the hub's broke is repaired.</summary>
public sealed class Journals(ReadJournal read, RepairJournal repair)
{
    [Function(nameof(GetJournal))]
    [OpenApiOperation(nameof(GetJournal), "journals")]
    [OpenApiParameter("party")]
    public async Task<IResult> GetJournal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "journals/{party}")] HttpRequest http, string party, CancellationToken cancellationToken) =>
        Answer.Json(await read.ReadAsync(party, cancellationToken));

    [Function(nameof(PostJournalRepair))]
    [OpenApiOperation(nameof(PostJournalRepair), "journals")]
    public async Task<IResult> PostJournalRepair(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "journals/repairs")] HttpRequest http, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused ? Answer.Problem(body.Refusal) : Answer.Json(await repair.ApproveAsync(body.Value, http.Caller(), cancellationToken));
    }
}
