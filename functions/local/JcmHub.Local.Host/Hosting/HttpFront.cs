using JcmHub.Local.Host.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Hosting;

/// <summary>The host's own web server: what the world calls.</summary>
internal sealed class HttpFront : IAsyncDisposable
{
    /// <summary>The real host's limit of a request's body, 100 MB.</summary>
    private const long MaxRequestBody = 104_857_600;

    private readonly WebApplication _app;

    private HttpFront(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts it; <paramref name="map"/> puts the functions at their routes.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<HttpFront> StartAsync(
        string url, ILoggerFactory loggers, Action<IEndpointRouteBuilder, IServiceProvider> map, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBody);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, FunctionVerbPolicy>());
        var app = builder.Build();
        app.UseRouting();
        map(app, app.Services);
        await app.StartAsync(cancellationToken);
        return new HttpFront(app);
    }

    /// <summary>Takes no more requests and waits for those under way.</summary>
    public async Task StopAsync(CancellationToken patience) => await _app.StopAsync(patience);

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
