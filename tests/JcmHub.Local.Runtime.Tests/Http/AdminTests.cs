using System.Net;
using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Http;

public sealed class AdminTests
{
    [Theory]
    [InlineData("POST", "/admin/functions/Nightly", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/admin/functions/Nightly", RunningApp.HostKey, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/admin/functions/Nightly", RunningApp.MasterKey, HttpStatusCode.Accepted)]
    [InlineData("POST", "/admin/functions/nightly", RunningApp.MasterKey, HttpStatusCode.Accepted)]
    [InlineData("POST", "/admin/functions/Unknown", RunningApp.MasterKey, HttpStatusCode.NotFound)]
    [InlineData("GET", "/admin/host/status", RunningApp.HostKey, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/admin/host/status", RunningApp.MasterKey, HttpStatusCode.OK)]
    [InlineData("GET", "/admin/functions", RunningApp.MasterKey, HttpStatusCode.OK)]
    public async Task Admin_ByKey(string verb, string path, string? key, HttpStatusCode expected)
    {
        await using var app = await RunningApp.StartAsync(typeof(NightlySample));

        using var response = await app.SendAsync(new HttpMethod(verb), path, key, verb == "POST" ? "{}" : null);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task RunNow_Timer_RunsOnceOutsideItsSchedule()
    {
        await using var app = await RunningApp.StartAsync(typeof(NightlySample));

        using var response = await app.SendAsync(HttpMethod.Post, "/admin/functions/Nightly", RunningApp.MasterKey, "{}");

        Assert.StartsWith("on time 0001-01-01T00:00:00 ", Assert.Single(await app.Ledger.WaitForAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunNow_NotATimer_IsRefused()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));

        using var response = await app.SendAsync(HttpMethod.Post, "/admin/functions/Hello", RunningApp.MasterKey, "{}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
