using System.Text.Json.Nodes;

namespace JcmHub.Flows.Intake;

/// <summary>
/// Documents beside a report: the verification report, the decision as signed, the letter of authorisation, each in a full and a
/// redacted version. A document is known by its content hash; the redacted version is public.
/// </summary>
public sealed class AttachDocument(IReports reports, TimeProvider time)
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaximumBytes = 10 * 1024 * 1024;

    /// <summary>A report holds at most so many documents, so that its state stays a small row.</summary>
    private const int MaximumDocuments = 100;

    /// <summary>What a browser shows or saves, and never runs.</summary>
    private static readonly string[] MediaTypes = ["application/pdf", "text/plain"];

    /// <summary>Stores the document and adds it to the report; the same bytes again as the same kind and version change nothing.</summary>
    /// <returns>
    /// What was attached. Refusals: <c>document-kind-unknown</c> (404), <c>media-type-unsupported</c> (415), <c>document-empty</c> (400),
    /// <c>document-not-yours</c> (403), <c>report-unknown</c> (404), <c>documents-too-many</c> (409).
    /// </returns>
    public async Task<Outcome<AttachedDocument>> AttachAsync(
        string reportId, string kind, string version, ReadOnlyMemory<byte> content, string? mediaType, Caller caller, CancellationToken cancellationToken)
    {
        if (Kind(kind) is not { } what || version is not ("full" or "redacted"))
            return new Refusal(RefusalKind.NotFound, "document-kind-unknown",
                $"There is no document {kind} in a version {version}.", $"文書{kind}（{version}）という種類はありません。");
        if (!IsGivenBy(what, caller.Role))
            return new Refusal(RefusalKind.Forbidden, "document-not-yours",
                $"A {kind} is not attached by the role {caller.Role}.", $"役割{caller.Role}では{kind}を添付できません。");
        if (mediaType?.Split(';')[0].Trim() is not { } type || !MediaTypes.Contains(type))
            return new Refusal(RefusalKind.UnsupportedMediaType, "media-type-unsupported",
                $"A document is one of {string.Join(", ", MediaTypes)}.", $"文書の形式は{string.Join("、", MediaTypes)}のいずれかです。");
        if (content.IsEmpty)
            return new Refusal(RefusalKind.Malformed, "document-empty", "The document has no content.", "文書が空です。");
        if (await reports.FindAsync(reportId, cancellationToken) is null)
            return ReportRefusals.Unknown(reportId);

        // The bytes first: what the report names is always there.
        var document = new AttachedDocument(what, version == "redacted", ContentHash.Of(content.Span), type, caller.Subject, time.GetUtcNow());
        await reports.StoreDocumentAsync(document.ContentHash, content, type, cancellationToken);
        var changed = await reports.ChangeAsync(reportId, state =>
            state.Documents.Any(other => IsSame(other, document)) ? state
            : state.Documents.Count >= MaximumDocuments ? new Refusal(RefusalKind.Conflict, "documents-too-many",
                $"{reportId} has {MaximumDocuments} documents already.", $"{reportId}の添付文書は{MaximumDocuments}件までです。")
            : state with { Documents = [.. state.Documents, document] }, cancellationToken);
        return changed.IsRefused ? changed.Refusal : changed.Value.Documents.First(other => IsSame(other, document));
    }

    /// <summary>An attached document with its bytes.</summary>
    /// <param name="reportId">The report.</param>
    /// <param name="contentHash">The content hash, with or without <c>sha-256:</c>.</param>
    /// <param name="publicOnly">Whether only redacted versions are shown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Refusal <c>document-unknown</c> (404), also for a full version where only redacted ones are shown.</returns>
    public async Task<Outcome<(AttachedDocument Document, ReadOnlyMemory<byte> Content)>> ReadAsync(
        string reportId, string contentHash, bool publicOnly, CancellationToken cancellationToken)
    {
        var hash = contentHash.StartsWith("sha-256:", StringComparison.Ordinal) ? contentHash : "sha-256:" + contentHash;
        var report = await reports.FindAsync(reportId, cancellationToken);
        if (report?.State.Documents.FirstOrDefault(document => document.ContentHash == hash && (document.IsRedacted || !publicOnly)) is not { } found)
            return new Refusal(RefusalKind.NotFound, "document-unknown",
                $"{reportId} has no such document here.", $"{reportId}にその文書はありません。");
        return (found, await reports.ReadDocumentAsync(hash, cancellationToken));
    }

    /// <summary>An attached document as the interface shows it.</summary>
    public static JsonObject Document(AttachedDocument document) => ReportFacts.Document(document);

    private static DocumentKind? Kind(string kind) => kind switch
    {
        "verification-report" => DocumentKind.VerificationReport,
        "decision" => DocumentKind.Decision,
        "authorisation-letter" => DocumentKind.AuthorisationLetter,
        _ => null,
    };

    /// <summary>Who writes a document attaches it; a secretariat may publish what its government signed.</summary>
    private static bool IsGivenBy(DocumentKind kind, string role) =>
        kind == DocumentKind.VerificationReport ? role == "third-party-entity" : role is "government" or "secretariat";

    private static bool IsSame(AttachedDocument one, AttachedDocument other) =>
        (one.Kind, one.IsRedacted, one.ContentHash) == (other.Kind, other.IsRedacted, other.ContentHash);
}
