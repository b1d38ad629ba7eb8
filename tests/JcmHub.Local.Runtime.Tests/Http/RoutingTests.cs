using System.Net;
using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Http;

/// <summary>Status codes as observed under the real host (functions-api.md, section 4).</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    RunningApp app = null!;

    public async Task InitializeAsync() => app = await RunningApp.StartAsync(typeof(HttpSamples));

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData("GET", "hello/you", HttpStatusCode.OK)]
    [InlineData("GET", "HELLO/you", HttpStatusCode.OK)]
    [InlineData("POST", "hello/you", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "hello/you", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "hello/you", HttpStatusCode.NotFound)]
    [InlineData("OPTIONS", "hello/you", HttpStatusCode.NotFound)]
    [InlineData("GET", "hello", HttpStatusCode.NotFound)]
    [InlineData("GET", "nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/hello/you", HttpStatusCode.NotFound)]
    [InlineData("GET", "numbered/12", HttpStatusCode.OK)]
    [InlineData("GET", "numbered/twelve", HttpStatusCode.NotFound)]
    [InlineData("GET", "orders", HttpStatusCode.OK)]
    [InlineData("PUT", "orders", HttpStatusCode.NotFound)]
    public async Task Request_ByVerbAndRoute_IsAnsweredAsByTheRealHost(string verb, string path, HttpStatusCode expected)
    {
        using var response = await app.SendAsync(new HttpMethod(verb), path);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.NotFound)
        {
            Assert.Empty(await response.Content.ReadAsStringAsync());
            Assert.Empty(response.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task Request_FunctionWithoutRoute_IsFoundUnderItsName()
    {
        using var response = await app.SendAsync(HttpMethod.Get, "secret", RunningApp.MasterKey);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Request_OneRouteWithTwoVerbs_ReachesEachFunction()
    {
        using var listed = await app.SendAsync(HttpMethod.Get, "orders");
        using var created = await app.SendAsync(HttpMethod.Post, "orders", RunningApp.HostKey, "{}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (listed.StatusCode, created.StatusCode));
    }
}
