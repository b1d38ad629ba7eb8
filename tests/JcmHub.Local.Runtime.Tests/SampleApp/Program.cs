using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JcmHub.Local.Runtime.Tests.SampleApp;

/// <summary>The sample app as a process: what an app's own Program.cs looks like, but for the choice of types.</summary>
internal static class Program
{
    public static void Main(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args, [typeof(HttpSamples)]);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton<Ledger>();
        builder.Build().Run();
    }
}
