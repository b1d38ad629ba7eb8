using System.Net;
using JcmHub.Local.Host.Queues;
using JcmHub.Local.Host.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Local.Host.Hosting;

/// <summary>Where the worker calls: gRPC over HTTP/2 without TLS, on this machine only, at a free port.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RpcServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts it.</summary>
    public static async Task<RpcServer> StartAsync(WorkerLinks links, Deliveries deliveries, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(links);
        builder.Services.AddSingleton(new SettlementService(deliveries));
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<WorkerLinks>();
        app.MapGrpcService<SettlementService>();
        await app.StartAsync(cancellationToken);
        return new RpcServer(app);
    }

    /// <summary>Hangs up.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
