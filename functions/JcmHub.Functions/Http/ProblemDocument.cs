using System.Text.Json.Nodes;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace JcmHub.Functions.Http;

/// <summary>Problem Details (RFC 9457) with a stable code and every error, each with its JSON Pointer (D12).</summary>
internal static class ProblemDocument
{
    public static JsonObject Create(int status, string code, string detail, string detailJa, IEnumerable<Finding> errors) => new()
    {
        ["type"] = $"https://jcmhub.example/errors/{code}",
        ["title"] = ReasonPhrases.GetReasonPhrase(status),
        ["status"] = status,
        ["code"] = code,
        ["detail"] = detail,
        ["detailJa"] = detailJa,
        ["errors"] = FindingDocument.Write(errors),
    };

    public static async Task WriteAsync(HttpContext http, int status, string code, string detail, string detailJa, IEnumerable<Finding> errors)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        await http.Response.WriteAsync(Create(status, code, detail, detailJa, errors).ToJsonString(), http.RequestAborted);
    }
}
