using JcmHub.Local.Runtime.Http;
using JcmHub.Local.Runtime.Invocation;
using JcmHub.Local.Runtime.Queues;
using JcmHub.Local.Runtime.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace JcmHub.Local.Runtime.Hosting;

/// <summary>Puts host and functions together in one web application.</summary>
internal static class FunctionsHost
{
    /// <summary>The real host's limit of a request's body, 100 MB.</summary>
    const long MaxRequestBody = 104_857_600;

    /// <summary>How long a stop waits for work in hand before it cancels it.</summary>
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    public static IHost Build(WebApplicationBuilder builder, IReadOnlyCollection<Type> functions, bool hasWebApplication, FunctionExecutionDelegate pipeline)
    {
        var host = HostSettings.Load(Path.Combine(AppContext.BaseDirectory, "host.json"));
        var local = LocalSettings.From(builder.Configuration);
        var catalog = new FunctionCatalog(functions, hasWebApplication);

        builder.WebHost.UseUrls(local.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxRequestBody);
        AddLog(builder.Logging, host);
        AddServices(builder.Services, host, local, catalog, pipeline);

        var app = builder.Build();
        app.UseRouting();
        app.Services.GetRequiredService<HttpFunctions>().Map(app, host.RoutePrefix);
        app.Services.GetRequiredService<AdminRoutes>().Map(app);
        return app;
    }

    static void AddServices(IServiceCollection services, HostSettings host, LocalSettings local, FunctionCatalog catalog, FunctionExecutionDelegate pipeline)
    {
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(host);
        services.AddSingleton(local);
        services.AddSingleton(catalog);
        services.AddSingleton<AppSettings>();
        services.AddSingleton(new FunctionKeys(local.HostKey, local.MasterKey));
        services.AddSingleton(new ScheduleStore(local.StateDirectory));
        services.AddSingleton(all => new FunctionInvoker(pipeline, all, all.GetRequiredService<TimeProvider>(), host.FunctionTimeout));
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<AdminRoutes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, FunctionVerbPolicy>());
        services.AddSingleton<TimerScheduler>();
        services.AddHostedService(all => all.GetRequiredService<TimerScheduler>());
        services.AddSingleton(new DeliveryLimits(local.QueuesFile));
        services.AddHostedService<QueuePump>();
        services.AddHostedService<Announcement>();
        if (local.StopOnInputEnd) services.AddHostedService<InputEnd>();
        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = StopPatience;
            options.ServicesStopConcurrently = true;
        });
    }

    // host.json rules what reaches the console, as the real host's log does; the app's own filters still rule other providers.
    static void AddLog(ILoggingBuilder logging, HostSettings host)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.IncludeScopes = false;
        });
        logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Information);
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft", LogLevel.Warning);
        foreach (var (category, level) in host.LogLevels)
            logging.AddFilter<ConsoleLoggerProvider>(category == "default" ? null : category, level);
    }
}
