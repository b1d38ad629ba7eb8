using JcmHub.Flows;
using JcmHub.Flows.Intake;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Triggers;

/// <summary>Documents beside a report, by content hash: full versions for those whose matter it is, redacted ones for anyone.</summary>
public sealed class Documents(AttachDocument attach)
{
    [Function(nameof(PostDocument))]
    [OpenApiOperation(nameof(PostDocument), "reports")]
    [OpenApiParameter("id")]
    [OpenApiParameter("kind")]
    [OpenApiParameter("version")]
    public async Task<IResult> PostDocument(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reports/{id}/documents/{kind}/{version}")] HttpRequest http,
        string id, string kind, string version, CancellationToken cancellationToken)
    {
        var body = await http.BytesAsync(AttachDocument.MaximumBytes, cancellationToken);
        return body.IsRefused
            ? Answer.Problem(body.Refusal)
            : Answer.Of(
                await attach.AttachAsync(id, kind, version, body.Value, http.ContentType, http.Caller(), cancellationToken),
                document => Created(http, id, document));
    }

    [Function(nameof(GetDocument))]
    [OpenApiOperation(nameof(GetDocument), "reports")]
    [OpenApiParameter("id")]
    [OpenApiParameter("hash")]
    public async Task<IResult> GetDocument(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reports/{id}/documents/{hash}")] HttpRequest http,
        string id, string hash, CancellationToken cancellationToken) =>
        Content(http, await attach.ReadAsync(id, hash, publicOnly: false, cancellationToken));

    [Function(nameof(GetPublicDocument))]
    [OpenApiOperation(nameof(GetPublicDocument), "public")]
    [OpenApiParameter("id")]
    [OpenApiParameter("hash")]
    public async Task<IResult> GetPublicDocument(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "public/reports/{id}/documents/{hash}")] HttpRequest http,
        string id, string hash, CancellationToken cancellationToken) =>
        Content(http, await attach.ReadAsync(id, hash, publicOnly: true, cancellationToken));

    private static IResult Created(HttpRequest http, string id, AttachedDocument document)
    {
        http.HttpContext.Response.Headers.Location = $"/api/reports/{id}/documents/{document.ContentHash}";
        return Answer.Text(AttachDocument.Document(document), StatusCodes.Status201Created);
    }

    /// <summary>What others uploaded is shown as what it was said to be, and never guessed to be a page.</summary>
    private static IResult Content(HttpRequest http, Outcome<(AttachedDocument Document, ReadOnlyMemory<byte> Content)> outcome)
    {
        http.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return Answer.Of(outcome, found => Results.Bytes(found.Content, found.Document.MediaType));
    }
}
