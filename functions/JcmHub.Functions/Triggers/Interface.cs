using JcmHub.Functions.Access;
using JcmHub.Functions.Description;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;
using Route = JcmHub.Functions.Access.Route;

namespace JcmHub.Functions.Triggers;

/// <summary>The interface about itself.</summary>
public static class Interface
{
    // Made once: nothing in them changes while the process lives.
    private static readonly Lazy<string> Document = new(() => OpenApiDocument.Create(Path.Combine(AppContext.BaseDirectory, "schemas")).ToJsonString());
    private static readonly Lazy<string> Page = new(DocsPage.Create);

    [Function(nameof(GetOpenApi))]
    [OpenApiOperation(nameof(GetOpenApi), "openapi.json")]
    public static IResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest http) =>
        Answer.Cached(http, Document.Value, "application/json");

    [Function(nameof(GetDocs))]
    [OpenApiOperation(nameof(GetDocs), "docs")]
    public static IResult GetDocs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest http) =>
        Answer.Cached(http, Page.Value, "text/html; charset=utf-8");

    /// <summary>Every address and verb that no other function has; the host's own answer would be an empty 404.</summary>
    [Function(nameof(AnswerUnknown))]
    [OpenApiIgnore]
    public static IResult AnswerUnknown(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", "patch", "delete", "head", "options", Route = "{*address}")] HttpRequest http, string? address)
    {
        var verbs = AccessTable.Routes.Where(route => IsAt(route, address)).Select(route => route.Verb).Distinct().ToArray();
        if (verbs.Length == 0)
            return new ProblemDocument(StatusCodes.Status404NotFound, "route-unknown", $"There is nothing at {http.Path}.", $"{http.Path}には何もありません。");
        http.HttpContext.Response.Headers.Allow = string.Join(", ", verbs);
        return new ProblemDocument(StatusCodes.Status405MethodNotAllowed, "verb-not-allowed",
            $"{http.Path} takes {string.Join(", ", verbs)} only.", $"{http.Path}で使えるメソッドは{string.Join("、", verbs)}のみです。");
    }

    private static bool IsAt(Route route, string? address) => route.IsInDocument
        && new TemplateMatcher(TemplateParser.Parse(route.Path), []).TryMatch($"/{address}", []);
}
