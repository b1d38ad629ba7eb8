using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using JcmHub.Functions.Http;
using JcmHub.Functions.Tests.Access;

namespace JcmHub.Functions.Tests.Http;

/// <summary>Who asks again is told that nothing changed, and only then.</summary>
public sealed class DocumentResultTests(HubHost hub) : IClassFixture<HubHost>
{
    [Fact]
    public async Task Get_WithTheTagOfTheContent_Is304UntilItChanges()
    {
        Answers(1);
        using var first = await GetAsync();
        Assert.Equal((HttpStatusCode.OK, "application/json"), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.True(first.Headers.CacheControl!.Private);

        using var again = await GetAsync(first.Headers.ETag);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        using var any = await GetAsync(EntityTagHeaderValue.Any);
        Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);

        Answers(2);
        using var changed = await GetAsync(first.Headers.ETag);
        Assert.Equal((HttpStatusCode.OK, """{"version":2}"""), (changed.StatusCode, await changed.Content.ReadAsStringAsync()));
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Post_Always_HasNoTag()
    {
        Answers(1);
        using var response = await hub.SendAsync(new HttpRequestMessage(HttpMethod.Post, "decisions"), "government", "TH");
        Assert.Equal((HttpStatusCode.OK, (EntityTagHeaderValue?)null), (response.StatusCode, response.Headers.ETag));
    }

    private void Answers(int version) =>
        hub.PutInPlaceOfFunctions(http => Answer.Text(new JsonObject { ["version"] = version }, 200).ExecuteAsync(http));

    private async Task<HttpResponseMessage> GetAsync(EntityTagHeaderValue? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "credits?party=TH");
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await hub.SendAsync(request, "reviewer");
    }
}
