using Grpc.Net.Client;
using JcmHub.Local.Protocol;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: WorkerExtensionStartup(typeof(ServiceBusExtensionStartup))]

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>Registers the way to the host's settlement service.</summary>
public sealed class ServiceBusExtensionStartup : WorkerExtensionStartup
{
    /// <summary>Where the worker itself finds its host, set by its arguments.</summary>
    private const string HostEndpoint = "Functions:Worker:HostEndpoint";

    /// <inheritdoc />
    public override void Configure(IFunctionsWorkerApplicationBuilder applicationBuilder)
    {
        ArgumentNullException.ThrowIfNull(applicationBuilder);
        applicationBuilder.Services.AddSingleton(services => new Settlement.SettlementClient(GrpcChannel.ForAddress(
            services.GetRequiredService<IConfiguration>()[HostEndpoint] ?? throw new InvalidOperationException($"There is no '{HostEndpoint}'."))));
    }
}
