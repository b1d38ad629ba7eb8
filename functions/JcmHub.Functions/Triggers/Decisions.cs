using JcmHub.Flows;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Issuance;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Joint Committee decisions: each government its side.</summary>
public sealed class Decisions(DecideTogether decide, ReadDecision read, AskForRest rest)
{
    [Function(nameof(PostDecision))]
    [OpenApiOperation(nameof(PostDecision), "decisions")]
    public Task<IResult> PostDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decisions")] HttpRequest http, CancellationToken cancellationToken) =>
        ChangeAsync(http, body => decide.ApproveAsync(body, http.Caller(), cancellationToken), cancellationToken);

    [Function(nameof(GetDecision))]
    [OpenApiOperation(nameof(GetDecision), "decisions")]
    [OpenApiParameter("id")]
    public async Task<IResult> GetDecision(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "decisions/{id}")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await read.ReadAsync(id, cancellationToken));

    [Function(nameof(PostFeePayment))]
    [OpenApiOperation(nameof(PostFeePayment), "decisions")]
    [OpenApiParameter("id")]
    public Task<IResult> PostFeePayment(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decisions/{id}/fee-payment")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        ChangeAsync(http, body => decide.ConfirmPaymentAsync(id, body, http.Caller(), cancellationToken), cancellationToken);

    [Function(nameof(PostRestRequest))]
    [OpenApiOperation(nameof(PostRestRequest), "decisions")]
    [OpenApiParameter("id")]
    public async Task<IResult> PostRestRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "decisions/{id}/rest-request")] HttpRequest http, string id, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused ? Answer.Problem(body.Refusal) : Answer.Json(await rest.AskAsync(id, body.Value, http.Caller(), cancellationToken));
    }

    /// <summary>Lets a flow change the decision, and answers with its whole state.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpRequest http, Func<ReadOnlyMemory<byte>, Task<Outcome<DecisionState>>> change, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Of(await change(body.Value), state => Answer.Text(ReadDecision.Document(state), StatusCodes.Status200OK));
    }
}
