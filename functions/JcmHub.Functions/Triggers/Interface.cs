using JcmHub.Functions.Access;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Route = JcmHub.Functions.Access.Route;

namespace JcmHub.Functions.Triggers;

/// <summary>The interface about itself.</summary>
public static class Interface
{
    /// <summary>Every address and verb that no other function has; the host's own answer would be an empty 404.</summary>
    [Function(nameof(AnswerUnknown))]
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
