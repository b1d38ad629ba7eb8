using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Credits: blocks, operations on units, and the host's approval of international transfers.</summary>
public sealed class Credits(ReadCredits read, ApproveTransfer approve, AuthorizeUnits authorize, RequestOperation operation, ApproveOperation approveOperation)
{
    [Function(nameof(GetCredits))]
    [OpenApiOperation(nameof(GetCredits), "credits")]
    public async Task<IResult> GetCredits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "credits")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await read.BlocksAsync(
            http.Query["party"],
            new CreditsFilter(http.Query["project"], http.Query["vintage"], http.Query["registry"], http.Query["account"], http.Query["state"]),
            http.Query["cursor"], http.Query["limit"], cancellationToken));

    [Function(nameof(GetCreditTotals))]
    [OpenApiOperation(nameof(GetCreditTotals), "credits")]
    public async Task<IResult> GetCreditTotals(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "credits/totals")] HttpRequest http, CancellationToken cancellationToken) =>
        Answer.Json(await read.TotalsAsync(http.Query["party"], cancellationToken));

    [Function(nameof(GetCredit))]
    [OpenApiOperation(nameof(GetCredit), "credits")]
    [OpenApiParameter("serial")]
    public async Task<IResult> GetCredit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "credits/{serial}")] HttpRequest http, string serial, CancellationToken cancellationToken) =>
        Answer.Json(await read.UnitAsync(serial, http.Caller(), cancellationToken));

    [Function(nameof(PostTransfer))]
    [OpenApiOperation(nameof(PostTransfer), "credits")]
    public Task<IResult> PostTransfer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credits/transfers")] HttpRequest http, CancellationToken cancellationToken) =>
        OperateAsync(OperationKind.Transfer, http, cancellationToken);

    [Function(nameof(PostRetirement))]
    [OpenApiOperation(nameof(PostRetirement), "credits")]
    public Task<IResult> PostRetirement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credits/retirements")] HttpRequest http, CancellationToken cancellationToken) =>
        OperateAsync(OperationKind.Retirement, http, cancellationToken);

    [Function(nameof(PostCancellation))]
    [OpenApiOperation(nameof(PostCancellation), "credits")]
    public Task<IResult> PostCancellation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credits/cancellations")] HttpRequest http, CancellationToken cancellationToken) =>
        OperateAsync(OperationKind.Cancellation, http, cancellationToken);

    [Function(nameof(PostAuthorization))]
    [OpenApiOperation(nameof(PostAuthorization), "credits")]
    public async Task<IResult> PostAuthorization(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credits/authorizations")] HttpRequest http, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused ? Answer.Problem(body.Refusal) : Answer.Json(await authorize.AuthorizeAsync(body.Value, http.Caller(), cancellationToken));
    }

    [Function(nameof(PostTransferApproval))]
    [OpenApiOperation(nameof(PostTransferApproval), "credits")]
    [OpenApiParameter("id")]
    public async Task<IResult> PostTransferApproval(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "credits/transfers/{id}/approval")] HttpRequest http, string id, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        if (!body.IsRefused && ApproveOperation.IsOperation(id))
            return Answer.Json(await approveOperation.DecideAsync(id, body.Value, http.Caller(), cancellationToken));
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Of(await approve.ApproveAsync(id, body.Value, http.Caller(), cancellationToken), answer => Answer.Text(
                new JsonObject { ["decision"] = answer.Decision, ["approvedOn"] = answer.ApprovedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) },
                StatusCodes.Status200OK));
    }

    private async Task<IResult> OperateAsync(OperationKind kind, HttpRequest http, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Of(await operation.RequestAsync(kind, body.Value, http.Caller(), cancellationToken), answer => Accepted(http, answer));
    }

    /// <summary>What becomes of the operation is told at its record's address; while its parts are still being written there is none.</summary>
    private static IResult Accepted(HttpRequest http, JsonObject operation)
    {
        if (operation["record"] is { } record)
            http.HttpContext.Response.Headers.Location = $"/api/transactions/{record}";
        return Answer.Text(operation, StatusCodes.Status202Accepted);
    }
}
