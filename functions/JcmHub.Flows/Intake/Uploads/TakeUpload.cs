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

    private static Finding InboxClosed { get; } = new("inbox-closed", "",
        "Files dropped into the inbox are not taken here; ask POST reports/uploads for an address.",
        "受信箱への直接投入は受け付けていません。POST reports/uploadsで宛先を取得してください。");

    /// <summary>Takes an upload; the outcome, good or bad, is laid beside it.</summary>
    /// <returns>False where too many reports of the project arrive at this moment, and the same has to be tried again.</returns>
    public async Task<bool> TakeAsync(string name, CancellationToken cancellationToken)
    {
        await using var blob = await inbox.OpenAsync(name, cancellationToken);
        if (blob is null || (await inbox.OutcomeAsync(name, cancellationToken))?.Version == blob.Version)
            return true;
        if (await SubmitterOfAsync(name, cancellationToken) is not { } submitter)
        {
            await WriteAsync(name, blob, isAccepted: false, Errors(name, InboxClosed), cancellationToken);
            return true;
        }

        var submitted = await submit.SubmitAsync(blob.Content, SubmitReport.MaximumUploadBytes, submitter, null, cancellationToken);
        if (submitted is { IsRefused: true, Refusal.Kind: RefusalKind.Busy })
            return false;
        await (submitted.IsRefused
            ? WriteAsync(name, blob, isAccepted: false, Errors(name, ErrorsOf(submitted.Refusal)), cancellationToken)
            : WriteAsync(name, blob, isAccepted: true, Report(name, submitted.Value), cancellationToken));
        return true;
    }

    /// <summary>Who asked for the address of this blob, or in whose name dropped files are taken; null where they are not.</summary>
    private async Task<Caller?> SubmitterOfAsync(string name, CancellationToken cancellationToken) =>
        AskForUpload.IdOf(name) is { } id && await requests.FindAsync(id, cancellationToken) is { } request ? request.ToCaller() : policy.Caller;

    private Task WriteAsync(string name, InboxBlob blob, bool isAccepted, JsonObject document, CancellationToken cancellationToken) =>
        inbox.WriteOutcomeAsync(name, new InboxOutcome(isAccepted, blob.Version, Encoding.UTF8.GetBytes(document.ToJsonString(Readable))), cancellationToken);

    private static Finding[] ErrorsOf(Refusal refusal) =>
        refusal.Errors.Count > 0 ? [.. refusal.Errors] : [new Finding(refusal.Code, "", refusal.Detail, refusal.DetailJa)];

    private static JsonObject Report(string name, Submission submission) => new()
    {
        ["documentType"] = "upload-accepted",
        ["schemaVersion"] = "1.0",
        ["upload"] = name,
        ["report"] = submission.ReportId,
        ["contentHash"] = submission.ContentHash,
    };

    private static JsonObject Errors(string name, params Finding[] errors) => new()
    {
        ["documentType"] = "upload-refused",
        ["schemaVersion"] = "1.0",
        ["upload"] = name,
        ["code"] = errors[0].Code,
        ["errors"] = FindingDocument.Write(errors),
    };
}
