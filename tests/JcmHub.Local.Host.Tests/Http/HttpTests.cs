using System.Net;
using JcmHub.Local.Host.Tests.Support;

namespace JcmHub.Local.Host.Tests.Http;

/// <summary>HTTP through the host to the real worker: status codes as observed under the real host (functions-api.md, section 4).</summary>
public sealed class HttpTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly SampleHost _host = fixture.Host;

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
        using var response = await _host.SendAsync(new HttpMethod(verb), path);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.NotFound)
            Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Request_Values_AreBoundAndTheAddressIsTheFronts()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "hello/you?page=3");

        Assert.Equal(
            $$"""{"greeting":"Hello you","method":"GET","page":3,"scheme":"http","host":"{{_host.Http.BaseAddress!.Authority}}"}""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("POST", "orders", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "orders", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "orders", SampleHost.HostKey, HttpStatusCode.Accepted)]
    [InlineData("POST", "orders", SampleHost.MasterKey, HttpStatusCode.Accepted)]
    [InlineData("POST", "orders?code=host-key", null, HttpStatusCode.Accepted)]
    [InlineData("POST", "orders?code=wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "orders?code=", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "secret", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "secret", SampleHost.HostKey, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "secret", SampleHost.MasterKey, HttpStatusCode.NoContent)]
    [InlineData("GET", "/admin/host/status", SampleHost.HostKey, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/admin/host/status", SampleHost.MasterKey, HttpStatusCode.OK)]
    [InlineData("GET", "/admin/functions", SampleHost.MasterKey, HttpStatusCode.OK)]
    [InlineData("POST", "/admin/functions/Nightly", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/admin/functions/Unknown", SampleHost.MasterKey, HttpStatusCode.NotFound)]
    [InlineData("POST", "/admin/functions/Hello", SampleHost.MasterKey, HttpStatusCode.BadRequest)]
    public async Task Request_ByKey_IsLetIn(string verb, string path, string? key, HttpStatusCode expected)
    {
        using var response = await _host.SendAsync(new HttpMethod(verb), path, key, verb == "POST" ? "{}" : null);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Answer_OfAFailedFunction_IsAnEmpty500AndLogged()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "fails");

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Contains(_host.Output, line => line.Contains("fail: Function.Fails", StringComparison.Ordinal) && line.Contains("told to fail", StringComparison.Ordinal));
    }

    /// <summary>The second part is sent only when the first has come back, so neither side can be gathering.</summary>
    [Fact]
    public async Task Body_OfRequestAndAnswer_AreStreamed()
    {
        var goOn = new TaskCompletionSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo") { Content = new TwoParts("first", "second", goOn.Task) };

        using var response = await _host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var answer = await response.Content.ReadAsStreamAsync();
        var first = new byte[5];
        await answer.ReadExactlyAsync(first);
        goOn.SetResult();
        using var rest = new StreamReader(answer);

        Assert.Equal((418, "first", "second"), ((int)response.StatusCode, System.Text.Encoding.ASCII.GetString(first), await rest.ReadToEndAsync()));
    }

    private sealed class TwoParts(string first, string second, Task between) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(first));
            await stream.FlushAsync();
            await between;
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(second));
        }

        protected override bool TryComputeLength(out long length) => (length = 0) != 0;
    }
}
