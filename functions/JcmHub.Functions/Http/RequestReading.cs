using JcmHub.Flows;
using JcmHub.Flows.Intake;
using Microsoft.AspNetCore.Http;

namespace JcmHub.Functions.Http;

/// <summary>Reads what a request brings.</summary>
internal static class RequestReading
{
    /// <summary>The largest document but a report: 1 MB.</summary>
    private const int MaximumDocumentBytes = 1024 * 1024;

    /// <summary>Who calls, as <see cref="Access.AccessMiddleware"/> found.</summary>
    public static Caller Caller(this HttpRequest request) => (Caller)request.HttpContext.Items[typeof(Caller)]!;

    /// <summary>The header <c>Idempotency-Key</c>; null where there is none.</summary>
    public static string? IdempotencyKey(this HttpRequest request) =>
        request.Headers.TryGetValue("Idempotency-Key", out var key) ? key.ToString() : null;

    /// <summary>A report's bytes; refused above 64 MB.</summary>
    public static Task<Outcome<ReadOnlyMemory<byte>>> ReportAsync(this HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, SubmitReport.MaximumBytes, new Refusal(RefusalKind.TooLarge, "report-too-large",
            "A report of more than 64 MB does not come this way; ask POST reports/uploads for an address.",
            "64MBを超える報告はこの経路では受け付けられません。POST reports/uploadsで宛先を取得してください。"), cancellationToken);

    /// <summary>A document's bytes; refused above 1 MB.</summary>
    public static Task<Outcome<ReadOnlyMemory<byte>>> DocumentAsync(this HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, MaximumDocumentBytes, new Refusal(RefusalKind.TooLarge, "document-too-large",
            "A document of more than 1 MB is not taken here.", "1MBを超える文書は受け付けられません。"), cancellationToken);

    private static async Task<Outcome<ReadOnlyMemory<byte>>> ReadAsync(
        HttpRequest request, int maximumBytes, Refusal tooLarge, CancellationToken cancellationToken)
    {
        // Without a media type it is taken for what the address takes; another one is never read as JSON (a form could be sent by any page).
        if (request.ContentType is { Length: > 0 } && !request.HasJsonContentType())
            return new Refusal(RefusalKind.UnsupportedMediaType, "media-type-unsupported",
                "This address takes application/json.", "このアドレスではapplication/jsonのみ受け付けます。");
        if (request.ContentLength > maximumBytes)
            return tooLarge;
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[81920];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > maximumBytes)
                return tooLarge;
            body.Write(buffer, 0, read);
        }

        return new ReadOnlyMemory<byte>(body.GetBuffer(), 0, (int)body.Length);
    }
}
