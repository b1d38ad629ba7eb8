using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Intake.Uploads;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Reports that are uploaded: an address is asked for, the blob's event is taken, what became of it is told, lost events are found.</summary>
public sealed class Uploads(AskForUpload ask, ReadUpload read, TakeUpload take, SweepInbox sweep)
{
    [Function(nameof(PostUpload))]
    [OpenApiOperation(nameof(PostUpload), "reports")]
    public async Task<IResult> PostUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/uploads")] HttpRequest http, CancellationToken cancellationToken)
    {
        var upload = await ask.AskAsync(http.Caller(), cancellationToken);
        var status = $"{http.Scheme}://{http.Host}/api/reports/uploads/{upload.Id}";
        http.HttpContext.Response.Headers.Location = status;
        return Answer.Text(Document(upload, status), StatusCodes.Status201Created);
    }

    [Function(nameof(GetUpload))]
    [OpenApiOperation(nameof(GetUpload), "reports")]
    [OpenApiParameter("upload")]
    public async Task<IResult> GetUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/uploads/{upload}")] HttpRequest http, string upload, CancellationToken cancellationToken) =>
        Answer.Json(await read.ReadAsync(upload, http.Caller(), cancellationToken));

    [Function(nameof(TakeUploads))]
    public async Task TakeUploads(
        [ServiceBusTrigger(IUploadQueue.Name, Connection = "ServiceBus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        if (!UploadHint.TryRead(message.Subject, BodyOf(message), out var name))
        {
            await actions.DeadLetterMessageAsync(message, null, "message-unreadable", "The message is neither a blob's name nor an event of a created blob.", cancellationToken);
            return;
        }

        var isDealtWith = name is null || await take.TakeAsync(name, cancellationToken);
        await (isDealtWith ? actions.CompleteMessageAsync(message, cancellationToken) : actions.AbandonMessageAsync(message, null, cancellationToken));
    }

    [Function(nameof(SweepInboxEveryHour))]
    public Task SweepInboxEveryHour([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);

    /// <summary>The body's bytes; none where it is an AMQP value or sequence, as JMS and others send them.</summary>
    private static ReadOnlyMemory<byte> BodyOf(ServiceBusReceivedMessage message)
    {
        try
        {
            return message.Body;
        }
        catch (NotSupportedException)
        {
            return default;
        }
    }

    private static JsonObject Document(UploadAddress upload, string status) => new()
    {
        ["id"] = upload.Id,
        ["method"] = "PUT",
        ["address"] = upload.Address.ToString(),
        ["headers"] = new JsonObject { ["x-ms-blob-type"] = "BlockBlob", ["content-type"] = "application/json" },
        ["expiresAt"] = upload.ExpiresAt.ToString("O"),
        ["maximumBytes"] = SubmitReport.MaximumUploadBytes,
        ["status"] = status,
    };
}
