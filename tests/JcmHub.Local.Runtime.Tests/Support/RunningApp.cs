using System.Net.Http.Headers;
using JcmHub.Local.Runtime.Tests.SampleApp;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Tests.Support;

/// <summary>A functions app in the test's process, on a free port, with a state directory of its own.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public const string HostKey = "host-key";
    public const string MasterKey = "master-key";

    readonly IHost host;
    readonly string? ownState;

    RunningApp(IHost host, Ledger ledger, CapturedLog log, string? ownState)
    {
        this.host = host;
        this.ownState = ownState;
        Ledger = ledger;
        Log = log;
        var root = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http = new HttpClient { BaseAddress = new Uri(root, "/api/") };
    }

    public Ledger Ledger { get; }

    public CapturedLog Log { get; }

    /// <summary>At the route prefix.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => host.Services;

    public static async Task<RunningApp> StartAsync(Type functions, Action<FunctionsApplicationBuilder>? configure = null, TimeProvider? time = null, string? state = null, params (string Key, string Value)[] settings)
    {
        var own = state is null ? Directory.CreateTempSubdirectory("jcmhub-timers-").FullName : null;
        var builder = FunctionsApplication.CreateBuilder([], [functions]);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LOCAL_FUNCTIONS_URL"] = "http://127.0.0.1:0",
            ["LOCAL_FUNCTIONS_STATE"] = state ?? own,
            ["LOCAL_FUNCTIONS_HOST_KEY"] = HostKey,
            ["LOCAL_FUNCTIONS_MASTER_KEY"] = MasterKey,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        var ledger = new Ledger();
        var log = new CapturedLog();
        builder.Services.AddSingleton(ledger);
        builder.Logging.AddProvider(log);
        if (time is not null) builder.Services.AddSingleton(time);
        configure?.Invoke(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            if (own is not null) Directory.Delete(own, recursive: true);
            throw;
        }

        return new RunningApp(host, ledger, log, own);
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    /// <summary>Sends with a key in the header, or none.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Add("x-functions-key", key);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync();
        host.Dispose();
        if (ownState is not null) Directory.Delete(ownState, recursive: true);
    }
}
