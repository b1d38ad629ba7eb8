using System.Net;
using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JcmHub.Local.Runtime.Tests.Http;

public sealed class InvocationTests
{
    [Fact]
    public async Task Answer_OkObjectResult_IsCamelCaseJson()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));

        using var response = await app.SendAsync(HttpMethod.Get, "hello/you");

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("{\"greetingText\":\"Hello you\",\"method\":\"GET\"}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Answer_WrittenByTheFunction_IsThat()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));

        using var response = await app.SendAsync(HttpMethod.Get, "writes");

        Assert.Equal((418, "short and stout"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("numbered/5", "{\"id\":5,\"page\":null,\"sees\":null}")]
    [InlineData("numbered/5?page=3", "{\"id\":5,\"page\":3,\"sees\":null}")]
    public async Task Parameters_ByName_AreBound(string path, string expected)
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));

        Assert.Equal(expected, await app.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
    }

    [Fact]
    public async Task Parameters_OfAnotherType_AreAFailure()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));

        using var response = await app.SendAsync(HttpMethod.Get, "numbered/5?page=three");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(app.Log.Entries, entry => entry.Category == "Function.Numbered" && entry.Text.Contains(nameof(FunctionInputConverterException), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "fails", null)]
    [InlineData("POST", "orders?code=host-key", "{ cut off")]
    public async Task Answer_Unhandled_IsAnEmpty500AndLogged(string verb, string path, string? body)
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));

        using var response = await app.SendAsync(new HttpMethod(verb), path, body: body);

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Contains(app.Log.Entries, entry => entry is { Level: LogLevel.Error, Category: "Function.Fails" or "Function.Create" });
    }

    [Fact]
    public async Task Middleware_InOrder_SurroundsTheFunction()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples), builder =>
        {
            builder.UseMiddleware(async (context, next) =>
            {
                context.Items["trail"] = "a";
                await next();
                context.GetHttpContext()!.RequestServices.GetLedger().Add("a after");
            });
            builder.UseMiddleware(async (context, next) =>
            {
                context.Items["trail"] += " b";
                await next();
                context.InstanceServices.GetLedger().Add("b after");
            });
            builder.UseWhen(_ => false, (_, _) => throw new InvalidOperationException("This one is not for it."));
        });

        var answer = await app.Http.GetStringAsync(new Uri("numbered/1", UriKind.Relative));

        Assert.Equal("{\"id\":1,\"page\":null,\"sees\":\"a b\"}", answer);
        Assert.Equal(["b after", "a after"], app.Ledger.Entries);
    }

    [Fact]
    public async Task Middleware_ReplacesTheResult_ThatIsAnswered()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples), builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (InvalidOperationException)
            {
                context.GetInvocationResult().Value = new ConflictResult();
            }
        }));

        using var response = await app.SendAsync(HttpMethod.Get, "fails");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task Function_CallerGone_IsCancelled()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));
        using var gone = new CancellationTokenSource();
        var calling = app.Http.GetAsync(new Uri("waits", UriKind.Relative), gone.Token);
        await app.Ledger.WaitForAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);

        await app.StopAsync();

        Assert.Contains(app.Log.Entries, entry => entry is { Category: "Function.Waits", Level: LogLevel.Error });
    }

    [Fact]
    public async Task Function_OverItsTimeout_IsCancelledAndFails()
    {
        var time = new FakeTimeProvider();
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples), time: time);
        var calling = app.SendAsync(HttpMethod.Get, "waits");
        await app.Ledger.WaitForAsync(1);

        time.Advance(TimeSpan.FromSeconds(11));

        using var response = await calling;
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(app.Log.Entries, entry => entry.Category == "Function.Waits" && entry.Text.Contains(nameof(TimeoutException), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_RequestInHand_IsFinished()
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));
        var calling = app.SendAsync(HttpMethod.Get, "waits");
        await app.Ledger.WaitForAsync(1);

        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        app.Ledger.Gate.SetResult();

        using var response = await calling;
        await stopping;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
