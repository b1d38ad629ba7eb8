using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Flows;
using Microsoft.AspNetCore.Http;

namespace JcmHub.Functions.Http;

/// <summary>Maps a flow's outcome to HTTP.</summary>
internal static class Answer
{
    /// <summary>200 with a JSON document, or Problem Details.</summary>
    public static IResult Json(Outcome<JsonObject> outcome) => Of(outcome, value => Text(value, StatusCodes.Status200OK));

    /// <summary>What <paramref name="answer"/> makes of the value, or Problem Details.</summary>
    public static IResult Of<T>(Outcome<T> outcome, Func<T, IResult> answer) =>
        outcome.IsRefused ? Problem(outcome.Refusal) : answer(outcome.Value);

    /// <summary>A JSON document.</summary>
    public static IResult Text(JsonNode document, int status) => new DocumentResult(document, status);

    /// <summary>A text that stays the same while the process lives: with its ETag, and 304 where the caller has it.</summary>
    public static IResult Cached(HttpRequest http, string text, string mediaType)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        http.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return Results.Bytes(bytes, mediaType, entityTag: DocumentResult.TagOf(bytes));
    }

    /// <summary>A refusal as Problem Details.</summary>
    public static IResult Problem(Refusal refusal) =>
        new ProblemDocument(StatusOf(refusal.Kind), refusal.Code, refusal.Detail, refusal.DetailJa) { Errors = refusal.Errors };

    /// <summary>The status of a sort of refusal.</summary>
    internal static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Malformed => StatusCodes.Status400BadRequest,
        RefusalKind.BreaksRule => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Fault => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
