using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace JcmHub.Functions.Http;

/// <summary>
/// Nothing that comes compressed is read, on whatever route: 415, with the coding that is taken (RFC 9110, 15.5.16). It would be unpacked before any
/// limit on its size could hold, and unread it looked like JSON that is none.
/// </summary>
internal sealed class ContentCodingMiddleware : IFunctionsWorkerMiddleware
{
    private const string Identity = "identity";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && IsCoded(http.Request))
            await RefuseAsync(http);
        else
            await next(context);
    }

    /// <summary>Whether the content has a coding other than none at all.</summary>
    internal static bool IsCoded(HttpRequest request) =>
        request.Headers.ContentEncoding.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Any(coding => !coding.Equals(Identity, StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers that it is not taken.</summary>
    internal static Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.AcceptEncoding = Identity;
        return new ProblemDocument(StatusCodes.Status415UnsupportedMediaType, "content-coding-unsupported",
            "Content is taken as it is, without Content-Encoding.", "圧縮した内容は受け付けられません。Content-Encodingを付けずに送信してください。").ExecuteAsync(http);
    }
}
