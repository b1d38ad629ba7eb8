using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JcmHub.Functions.Http;

/// <summary>
/// A JSON document as an answer. What is read has an ETag of its content, so that whoever asks again and again is told 304 while
/// nothing changed; nobody between keeps it, because it is one caller's part.
/// </summary>
internal sealed class DocumentResult(JsonNode document, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
        response.StatusCode = status;
        if (HttpMethods.IsGet(request.Method) && status == StatusCodes.Status200OK)
        {
            var tag = TagOf(bytes);
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = "private, no-cache";
            if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    /// <summary>The ETag of bytes: half of their SHA-256.</summary>
    public static EntityTagHeaderValue TagOf(ReadOnlySpan<byte> bytes) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(..16))}\"");
}
