using JcmHub.Domain;
using JcmHub.Flows;
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

    /// <summary>
    /// A refusal where the content is not JSON. Without a media type it is taken for JSON; another one is never read as JSON, because
    /// any web page may send a form.
    /// </summary>
    public static Refusal? WrongMediaType(this HttpRequest request) => string.IsNullOrEmpty(request.ContentType) || request.HasJsonContentType()
        ? null
        : new Refusal(RefusalKind.UnsupportedMediaType, "media-type-unsupported",
            "This address takes application/json.", "このアドレスではapplication/jsonのみ受け付けます。");

    /// <summary>A JSON document's bytes, without a byte order mark, which RFC 8259 lets a reader ignore; refused above a number of bytes.</summary>
    public static async Task<Outcome<ReadOnlyMemory<byte>>> DocumentAsync(
        this HttpRequest request, CancellationToken cancellationToken, int maximumBytes = MaximumDocumentBytes)
    {
        if (request.WrongMediaType() is { } wrong)
            return wrong;
        var body = await request.BytesAsync(maximumBytes, cancellationToken);
        return body.IsRefused ? body : ByteOrderMark.Skip(body.Value);
    }

    /// <summary>The body; refused above a number of bytes, which is a whole number of MB.</summary>
    public static async Task<Outcome<ReadOnlyMemory<byte>>> BytesAsync(this HttpRequest request, int maximumBytes, CancellationToken cancellationToken)
    {
        var tooLarge = new Refusal(RefusalKind.TooLarge, "document-too-large",
            $"A document of more than {maximumBytes >> 20} MB is not taken here.", $"{maximumBytes >> 20}MBを超える文書は受け付けられません。");
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
