using JcmHub.Flows.Article6;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Functions.Triggers;

/// <summary>Article 6: a host's corresponding adjustments.</summary>
public sealed class Article6(ReadBalance balance)
{
    [Function(nameof(GetBalance))]
    public async Task<IResult> GetBalance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "article6/{party}/balance")] HttpRequest http, string party, CancellationToken cancellationToken) =>
        Answer.Json(await balance.ReadAsync(party, cancellationToken));
}
