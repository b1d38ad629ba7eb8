using System.Net;
using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Http;

public sealed class KeyTests : IAsyncLifetime
{
    RunningApp app = null!;

    public async Task InitializeAsync() => app = await RunningApp.StartAsync(typeof(HttpSamples));

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Theory]
    [InlineData("orders", null, HttpStatusCode.Unauthorized)]
    [InlineData("orders", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("orders", RunningApp.HostKey, HttpStatusCode.Accepted)]
    [InlineData("orders", RunningApp.MasterKey, HttpStatusCode.Accepted)]
    public async Task FunctionLevel_ByKeyInTheHeader(string path, string? key, HttpStatusCode expected)
    {
        using var response = await app.SendAsync(HttpMethod.Post, path, key, "{}");

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
        Assert.Equal(expected == HttpStatusCode.Accepted, app.Ledger.Entries.Count == 1);
    }

    [Theory]
    [InlineData(RunningApp.HostKey, HttpStatusCode.Accepted)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    public async Task FunctionLevel_ByKeyInTheQuery(string key, HttpStatusCode expected)
    {
        using var response = await app.SendAsync(HttpMethod.Post, $"orders?code={key}", body: "{}");

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(RunningApp.HostKey, HttpStatusCode.Unauthorized)]
    [InlineData(RunningApp.MasterKey, HttpStatusCode.NoContent)]
    public async Task AdminLevel_ByKey(string? key, HttpStatusCode expected)
    {
        using var response = await app.SendAsync(HttpMethod.Get, "secret", key);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task AnyKey_NoneConfigured_IsRefused()
    {
        await using var keyless = await RunningApp.StartAsync(typeof(HttpSamples), settings: [("LOCAL_FUNCTIONS_HOST_KEY", ""), ("LOCAL_FUNCTIONS_MASTER_KEY", "")]);

        using var none = await keyless.SendAsync(HttpMethod.Post, "orders", body: "{}");
        using var empty = await keyless.SendAsync(HttpMethod.Post, "orders?code=", body: "{}");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (none.StatusCode, empty.StatusCode));
    }
}
