using System.Text.Json.Nodes;

namespace JcmHub.Flows.Intake.Uploads;

/// <summary>What became of an upload: the address that was given cannot be read, so whoever asked for it asks here.</summary>
public sealed class ReadUpload(IInbox inbox, IUploadRequests requests)
{
    /// <summary>An upload's state: <c>waiting</c>, <c>accepted</c> with the report's id, or <c>refused</c> with every error.</summary>
    /// <returns>Refusal <c>upload-unknown</c> (404), also where somebody else asked for it.</returns>
    public async Task<Outcome<JsonObject>> ReadAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!AskForUpload.IsId(id) || await requests.FindAsync(id, cancellationToken) is not { } request || request.Subject != caller.Subject)
            return new Refusal(RefusalKind.NotFound, "upload-unknown",
                "This caller asked for no such upload.", "この利用者による該当のアップロード要求はありません。");
        var outcome = await inbox.OutcomeAsync(AskForUpload.BlobOf(id), cancellationToken);
        var state = new JsonObject { ["id"] = id, ["state"] = outcome is null ? "waiting" : outcome.IsAccepted ? "accepted" : "refused" };
        if (outcome is not null)
            state["outcome"] = JsonNode.Parse(outcome.Document.Span);
        return state;
    }
}
