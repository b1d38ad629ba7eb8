using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Methodologies;

namespace JcmHub.Flows.Intake.Uploads;

/// <summary>
/// An uploaded blob becomes a report exactly as by <c>POST reports</c>, or gets its errors laid beside it. It may be told of
/// twice, and the process may die anywhere: the report is one per content, and the outcome is written last.
/// </summary>
public sealed class TakeUpload(IInbox inbox, IUploadRequests requests, SubmitReport submit, InboxPolicy policy)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Takes what a message of the queue tells of.</summary>
    /// <param name="name">The blob's name, where the sweep told of it.</param>
    /// <param name="event">Event Grid's event, where that did.</param>
    /// <param name="cancellationToken">Gives up; the message comes again.</param>
    /// <returns>Null when it is dealt with, whatever the outcome. Refusals: <c>message-unreadable</c>, <c>reports-busy</c>.</returns>
    public async Task<Refusal?> TakeAsync(string? name, ReadOnlyMemory<byte> @event, CancellationToken cancellationToken)
    {
        if (name is { Length: > 0 })
            return await TakeAsync(name, cancellationToken);
        if (BlobCreatedEvent.Read(@event) is not { } created)
            return new Refusal(RefusalKind.Malformed, "message-unreadable",
                "The message is neither a blob's name nor an event of a created blob.", "メッセージがBLOB名でもBLOB作成イベントでもありません。");
        return created is { IsWhole: true, Container: IInbox.Container } ? await TakeAsync(created.Name, cancellationToken) : null;
    }

    private async Task<Refusal?> TakeAsync(string name, CancellationToken cancellationToken)
    {
        if (InboxOutcome.IsNameOfOne(name))
            return null;
        await using var blob = await inbox.OpenAsync(name, cancellationToken);
        if (blob is null || (await inbox.OutcomeAsync(name, cancellationToken))?.Version == blob.Version)
            return null;
        var submitted = await SubmitAsync(name, blob, cancellationToken);
        if (submitted is { IsRefused: true, Refusal: { Kind: RefusalKind.Busy } busy })
            return busy;
        var document = submitted.IsRefused ? Errors(name, submitted.Refusal) : Report(name, submitted.Value);
        await inbox.WriteOutcomeAsync(
            name, new InboxOutcome(!submitted.IsRefused, blob.Version, Encoding.UTF8.GetBytes(document.ToJsonString(Readable))), cancellationToken);
        return null;
    }

    private async Task<Outcome<Submission>> SubmitAsync(string name, InboxBlob blob, CancellationToken cancellationToken)
    {
        var request = AskForUpload.IdOf(name) is { } id ? await requests.FindAsync(id, cancellationToken) : null;
        var submitter = request?.ToCaller() ?? policy.Caller;
        return submitter is null
            ? new Refusal(RefusalKind.Forbidden, "inbox-closed",
                "Files dropped into the inbox are not taken here; ask POST reports/uploads for an address.",
                "受信箱への直接投入は受け付けていません。POST reports/uploadsで宛先を取得してください。")
            : await submit.SubmitAsync(blob.Content, SubmitReport.MaximumUploadBytes, submitter, null, cancellationToken);
    }

    private static JsonObject Report(string name, Submission submission) => new()
    {
        ["documentType"] = "upload-accepted",
        ["schemaVersion"] = "1.0",
        ["upload"] = name,
        ["report"] = submission.ReportId,
        ["contentHash"] = submission.ContentHash,
    };

    private static JsonObject Errors(string name, Refusal refusal) => new()
    {
        ["documentType"] = "upload-refused",
        ["schemaVersion"] = "1.0",
        ["upload"] = name,
        ["code"] = refusal.Code,
        ["errors"] = FindingDocument.Write(refusal.Errors.Count > 0 ? refusal.Errors : [new Finding(refusal.Code, "", refusal.Detail, refusal.DetailJa)]),
    };
}
