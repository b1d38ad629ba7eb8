using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure;
using Azure.Messaging.ServiceBus;
using JcmHub.Functions.Http;
using JcmHub.Functions.Tests.Access;
using Microsoft.AspNetCore.Http;

namespace JcmHub.Functions.Tests.Errors;

/// <summary>Every way to be refused ends in Problem Details: also where no function was reached, and where one failed.</summary>
public sealed class ProblemTests : IAsyncLifetime
{
    private readonly HubHost _hub = new();

    public async Task InitializeAsync()
    {
        await _hub.InitializeAsync();
        _hub.LetFunctionsRun();
    }

    public Task DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData("GET", "nowhere")]
    [InlineData("GET", "")]
    [InlineData("POST", "reports/TH014-0123456789abcdef/nothing")]
    [InlineData("PUT", "a/b/c/d/e")]
    public async Task Address_ThatNothingHas_Is404(string verb, string address) =>
        await ExpectAsync(new HttpRequestMessage(new HttpMethod(verb), address), 404, "route-unknown");

    [Theory]
    [InlineData("DELETE", "reports", "POST")]
    [InlineData("POST", "credits", "GET")]
    [InlineData("GET", "credits/transfers/TH-TH014-2021/approval", "POST")]
    public async Task Verb_ThatTheAddressDoesNotTake_Is405AndNamesThoseThatItTakes(string verb, string address, string allowed)
    {
        using var response = await ExpectAsync(new HttpRequestMessage(new HttpMethod(verb), address), 405, "verb-not-allowed");
        Assert.Equal(allowed, Assert.Single(response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task Content_OfAnotherMediaType_Is415(string mediaType)
    {
        var content = new StringContent("{}", new MediaTypeHeaderValue(mediaType));
        await ExpectAsync(new HttpRequestMessage(HttpMethod.Post, "decisions") { Content = content }, 415, "media-type-unsupported");
    }

    [Theory]
    [InlineData("POST", "decisions")]
    [InlineData("POST", "credits/authorizations")]
    [InlineData("POST", "reports/TH014-0123456789abcdef/documents/decision/full")]
    public async Task Content_ThatIsCompressed_Is415AndNamesTheCodingThatIsTaken(string verb, string address)
    {
        var content = new ByteArrayContent([0x1F, 0x8B, 8, 0]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await ExpectAsync(new HttpRequestMessage(new HttpMethod(verb), address) { Content = content }, 415, "content-coding-unsupported");
        Assert.Equal("identity", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task Content_ThatIsTooLarge_Is413()
    {
        var content = new StringContent(new string(' ', 1024 * 1024 + 1), new MediaTypeHeaderValue("application/json"));
        await ExpectAsync(new HttpRequestMessage(HttpMethod.Post, "decisions") { Content = content }, 413, "document-too-large");
    }

    [Fact]
    public async Task Document_ThatBreaksItsSchema_NamesEveryErrorWithItsPlace()
    {
        var content = new StringContent("""{"party":7}""", new MediaTypeHeaderValue("application/json"));
        using var response = await ExpectAsync(new HttpRequestMessage(HttpMethod.Post, "decisions") { Content = content }, 400, "schema-required");
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray();
        Assert.Contains(errors, error => error!["pointer"]!.GetValue<string>() == "/party");
        Assert.Contains(errors, error => error!["code"]!.GetValue<string>() == "schema-type");
    }

    public static TheoryData<string, int, string> Faults => new()
    {
        { nameof(InvalidOperationException), 500, "hub-fault" },
        { "storage does not answer", 503, "hub-unavailable" },
        { "storage after its last retry", 503, "hub-unavailable" },
        { "storage refuses", 500, "hub-fault" },
        { "broker is busy", 503, "hub-unavailable" },
        { "broker has no such queue", 500, "hub-fault" },
        { "request ends early", 400, "request-unreadable" },
        { "request is longer than it said", 413, "document-too-large" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Function_ThatFails_IsAnsweredAsAProblemThatTellsNothingOfTheCause(string fault, int status, string code)
    {
        _hub.PutInPlaceOfFunctions(_ => throw Fault(fault));
        using var response = await ExpectAsync(new HttpRequestMessage(HttpMethod.Get, "health/live"), status, code);
        Assert.DoesNotContain("a secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
    }

    private static Exception Fault(string fault) => fault switch
    {
        "storage does not answer" => new RequestFailedException(0, "a secret"),
        "storage after its last retry" => new AggregateException(new RequestFailedException(503, "a secret"), new RequestFailedException(0, "a secret")),
        "storage refuses" => new RequestFailedException(403, "a secret"),
        "broker is busy" => new ServiceBusException("a secret", ServiceBusFailureReason.ServiceBusy),
        "broker has no such queue" => new ServiceBusException("a secret", ServiceBusFailureReason.MessagingEntityNotFound),
        "request ends early" => new BadHttpRequestException("a secret"),
        "request is longer than it said" => new BadHttpRequestException("a secret", StatusCodes.Status413PayloadTooLarge),
        _ => new InvalidOperationException("a secret"),
    };

    private async Task<HttpResponseMessage> ExpectAsync(HttpRequestMessage request, int status, string code)
    {
        HttpResponseMessage response;
        using (request)
            response = await _hub.SendAsync(request, "government", "TH");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(((HttpStatusCode)status, code), (response.StatusCode, problem["code"]!.GetValue<string>()));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"/api/docs#{code}", problem["type"]!.GetValue<string>());
        Assert.Contains(ErrorCatalogue.Entries, entry => entry.Code == code && entry.Statuses.Contains(status));
        Assert.NotEqual(string.Empty, problem["detailJa"]!.GetValue<string>());
        return response;
    }
}
