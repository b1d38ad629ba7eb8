using System.Text.Json.Nodes;
using JcmHub.Flows;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Intake;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Monitoring reports: submitted, read, verified, and made ready for a decision.</summary>
public sealed class Reports(
    SubmitReport submit, ReadReport read, VerifyReport verify, AnswerFindings answer, RequestIssuance request, CheckCompleteness check, WithdrawReport withdraw)
{
    [Function(nameof(PostReport))]
    [OpenApiOperation(nameof(PostReport), "reports")]
    public async Task<IResult> PostReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports")] HttpRequest http, CancellationToken cancellationToken) =>
        http.WrongMediaType() is { } wrong ? Answer.Problem(wrong)
        : http.ContentLength > SubmitReport.MaximumBytes
            ? Answer.Problem(ReportRefusals.TooLarge(SubmitReport.MaximumBytes))
            : Answer.Of(
                await submit.SubmitAsync(http.Body, SubmitReport.MaximumBytes, http.Caller(), http.IdempotencyKey(), cancellationToken),
                submission => Accepted(http, submission));

    [Function(nameof(GetReport))]
    [OpenApiOperation(nameof(GetReport), "reports")]
    [OpenApiParameter("id")]
    public async Task<IResult> GetReport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{id}")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Json(await read.ReadAsync(id, cancellationToken));

    [Function(nameof(GetTrace))]
    [OpenApiOperation(nameof(GetTrace), "reports")]
    [OpenApiParameter("id")]
    public async Task<IResult> GetTrace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{id}/trace")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        Answer.Of(await read.TraceAsync(id, cancellationToken), trace => Results.Bytes(trace, "application/json"));

    [Function(nameof(PostVerification))]
    [OpenApiOperation(nameof(PostVerification), "reports")]
    [OpenApiParameter("id")]
    public Task<IResult> PostVerification(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/verification")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        ChangeAsync(http, id, body => verify.VerifyAsync(id, body, http.Caller(), cancellationToken), cancellationToken);

    [Function(nameof(PostAnswer))]
    [OpenApiOperation(nameof(PostAnswer), "reports")]
    [OpenApiParameter("id")]
    public Task<IResult> PostAnswer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/answer")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        ChangeAsync(http, id, body => answer.AnswerAsync(id, body, http.Caller(), cancellationToken), cancellationToken);

    [Function(nameof(PostWithdrawal))]
    [OpenApiOperation(nameof(PostWithdrawal), "reports")]
    [OpenApiParameter("id")]
    public Task<IResult> PostWithdrawal(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/withdrawal")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        ChangeAsync(http, id, body => withdraw.WithdrawAsync(id, body, http.Caller(), cancellationToken), cancellationToken);

    [Function(nameof(PostIssuanceRequest))]
    [OpenApiOperation(nameof(PostIssuanceRequest), "reports")]
    [OpenApiParameter("id")]
    public Task<IResult> PostIssuanceRequest(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/issuance-request")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        ChangeAsync(http, id, body => request.RequestAsync(id, body, cancellationToken), cancellationToken);

    [Function(nameof(PostCompleteness))]
    [OpenApiOperation(nameof(PostCompleteness), "reports")]
    [OpenApiParameter("id")]
    public Task<IResult> PostCompleteness(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/completeness")] HttpRequest http, string id, CancellationToken cancellationToken) =>
        ChangeAsync(http, id, body => check.CheckAsync(id, body, http.Caller(), cancellationToken), cancellationToken);

    /// <summary>Lets a flow change the report, and answers with its whole state.</summary>
    private async Task<IResult> ChangeAsync(
        HttpRequest http, string id, Func<ReadOnlyMemory<byte>, Task<Outcome<ReportState>>> change, CancellationToken cancellationToken)
    {
        var body = await http.DocumentAsync(cancellationToken);
        if (body.IsRefused)
            return Answer.Problem(body.Refusal);
        var changed = await change(body.Value);
        return changed.IsRefused ? Answer.Problem(changed.Refusal) : Answer.Json(await read.ReadAsync(changed.Value, cancellationToken));
    }

    private static IResult Accepted(HttpRequest http, Submission submission)
    {
        var address = $"{http.Scheme}://{http.Host}/api/reports/{submission.ReportId}";
        http.HttpContext.Response.Headers.Location = address;
        if (submission.IsReplay)
            http.HttpContext.Response.Headers["Idempotent-Replay"] = "true";
        return Answer.Text(
            new JsonObject { ["id"] = submission.ReportId, ["contentHash"] = submission.ContentHash, ["status"] = address },
            StatusCodes.Status202Accepted);
    }
}
