using JcmHub.Local.Runtime.Hosting;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Gathers services, configuration and middleware of a functions app, then builds its host, once.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    const string EnvironmentPrefix = "AZURE_FUNCTIONS_";

    readonly WebApplicationBuilder web;
    readonly IReadOnlyCollection<Type> functions;
    readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    bool built;

    internal FunctionsApplicationBuilder(string[] args, IReadOnlyCollection<Type> functions)
    {
        this.functions = functions;
        web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = System.Environment.GetEnvironmentVariable(EnvironmentPrefix + "ENVIRONMENT"),
        });
        ((IConfigurationBuilder)web.Configuration).Sources.Insert(0, new EnvironmentVariablesConfigurationSource { Prefix = EnvironmentPrefix });
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)web).Properties;

    public ConfigurationManager Configuration => web.Configuration;

    public IHostEnvironment Environment => web.Environment;

    public ILoggingBuilder Logging => web.Logging;

    public IMetricsBuilder Metrics => web.Metrics;

    public IServiceCollection Services => web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => web.Configuration;

    internal bool HasWebApplication { get; set; }

    /// <exception cref="InvalidOperationException">It was built before, or the functions break a rule of the real build.</exception>
    /// <exception cref="InvalidDataException">host.json cannot be used.</exception>
    public IHost Build()
    {
        if (built) throw new InvalidOperationException("Build can only be called once.");
        built = true;
        FunctionExecutionDelegate pipeline = async context =>
            context.GetInvocationResult().Value = await ((LocalFunctionContext)context).Function.Call.RunAsync((LocalFunctionContext)context);
        foreach (var wrap in Enumerable.Reverse(middleware)) pipeline = wrap(pipeline);
        return FunctionsHost.Build(web, functions, HasWebApplication, pipeline);
    }

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull
        => ((IHostApplicationBuilder)web).ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        this.middleware.Add(middleware);
        return this;
    }
}
