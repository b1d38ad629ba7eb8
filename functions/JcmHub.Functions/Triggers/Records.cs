using System.Text.Json.Nodes;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using JcmHub.Functions.Access;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Records on their way to registries and market, and what became of them.</summary>
public sealed class Records(ReadRecord read, RecordProof proof, Acknowledge acknowledge, DeadLetters letters)
{
    [Function(nameof(GetTransaction))]
    [OpenApiOperation(nameof(GetTransaction), "transactions")]
    [OpenApiParameter("id")]
    public async Task<IResult> GetTransaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transactions/{id}")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await read.StateAsync(id, cancellationToken));

    [Function(nameof(GetProof))]
    [OpenApiOperation(nameof(GetProof), "transactions")]
    [OpenApiParameter("id")]
    public async Task<IResult> GetProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "transactions/{id}/proof")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await proof.OfAsync(id, cancellationToken));

    [Function(nameof(GetDeadLetters))]
    [OpenApiOperation(nameof(GetDeadLetters), "dead-letters")]
    public async Task<IResult> GetDeadLetters(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dead-letters")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await letters.ListAsync(cancellationToken));

    [Function(nameof(PostReplay))]
    [OpenApiOperation(nameof(PostReplay), "dead-letters")]
    [OpenApiParameter("id")]
    public async Task<IResult> PostReplay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dead-letters/{id}/replay")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await letters.ReplayAsync(id, http.Caller(), cancellationToken));

    /// <summary>A registry's token brings receipts, a government's acknowledges what was notified.</summary>
    [Function(nameof(PostAcknowledgement))]
    [OpenApiOperation(nameof(PostAcknowledgement), "registries")]
    [OpenApiParameter("party")]
    public async Task<IResult> PostAcknowledgement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "registries/{party}/acknowledgements")] HttpRequest http, string party, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        if (body.IsRefused)
            return Answer.Problem(body.Refusal);
        if (http.Caller().Role != Role.Government)
            return Answer.Json(await acknowledge.ReceiptAsync(party, body.Value, http.Headers[DetachedSignature.Header], cancellationToken));
        return PartyId.TryParse(party, out var own)
            ? Answer.Of(await acknowledge.NotificationAsync(own, body.Value, http.Caller(), cancellationToken), Acknowledged)
            : Answer.Problem(Refusal.PartyUnknown(party));
    }

    private static IResult Acknowledged(AcknowledgedAmount amount) => Answer.Text(
        new JsonObject { ["decision"] = amount.Decision, ["acknowledgedOn"] = amount.AcknowledgedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) },
        StatusCodes.Status200OK);
}
