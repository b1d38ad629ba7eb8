using JcmHub.Functions.Access;
using JcmHub.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JcmHub.Functions;

/// <summary>The function app as it runs: middleware, services, storage made ready.</summary>
internal static class HubApplication
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="builder">The builder of the functions host.</param>
    /// <param name="replace">Puts other services in the place of ours; nothing in production.</param>
    public static async Task RunAsync(FunctionsApplicationBuilder builder, Action<IServiceCollection>? replace = null)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<FaultMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.UseMiddleware<ContentCodingMiddleware>();
        builder.Services.AddHub(builder.Configuration);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        await app.Services.PrepareStorageAsync();
        await app.RunAsync();
    }
}
