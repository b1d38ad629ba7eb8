using System.Diagnostics;
using System.Text.Json.Nodes;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace JcmHub.Functions.Http;

/// <summary>Problem Details (RFC 9457) with a stable code and every error, each with its JSON Pointer (D12).</summary>
internal sealed record ProblemDocument(int Status, string Code, string Detail, string DetailJa) : IResult
{
    private const int SecondsToWait = 5;

    /// <summary>Every error found.</summary>
    public IReadOnlyList<Finding> Errors { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (Status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = SecondsToWait.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.WriteAsync(Json().ToJsonString(), httpContext.RequestAborted);
    }

    /// <summary>Its type is the place of its code on the page of the interface, by a full path, so that it holds behind any proxy.</summary>
    private JsonObject Json()
    {
        var json = new JsonObject
        {
            ["type"] = $"/api/docs#{Code}",
            ["title"] = ReasonPhrases.GetReasonPhrase(Status),
            ["status"] = Status,
            ["code"] = Code,
            ["detail"] = Detail,
            ["detailJa"] = DetailJa,
            ["errors"] = FindingDocument.Write(Errors),
        };
        if (Status >= StatusCodes.Status500InternalServerError && Activity.Current is { } activity)
            json["traceId"] = activity.TraceId.ToString();
        return json;
    }
}
