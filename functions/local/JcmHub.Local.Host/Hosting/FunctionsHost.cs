using JcmHub.Local.Host.Http;
using JcmHub.Local.Host.Queues;
using JcmHub.Local.Host.Timers;
using JcmHub.Local.Host.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace JcmHub.Local.Host.Hosting;

/// <summary>
/// Runs one Functions app on this machine as Azure's host does: starts the worker, has it load the functions, and only then opens the web
/// front, timers and queues. A stop goes the other way: nothing new is taken, what is in hand is finished, then the worker is asked to end.
/// </summary>
internal sealed class FunctionsHost(WorkerCommand command, IConfiguration configuration, TimeProvider time)
{
    /// <summary>How long a stop waits for work in hand before it cancels it.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="stop">Tells it.</param>
    /// <returns>Exit code: 0 after a stop; 1 where the worker does not come up, or is given up.</returns>
    /// <exception cref="InvalidDataException"><c>host.json</c> cannot be read.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var settings = HostSettings.Load(Path.Combine(command.Directory, "host.json"));
        var local = LocalSettings.From(configuration, command.Directory);
        using var loggers = HostLog.Open(settings);
        var log = loggers.CreateLogger("Host");
        var (links, deliveries, logs) = (new WorkerLinks(), new Deliveries(), new WorkerLogs(loggers));
        using var abandoned = new CancellationTokenSource();

        await using var rpc = await RpcServer.StartAsync(links, deliveries, stop);
        await using var workers = new WorkerSupervisor(command, rpc.Address, links, logs.Write, time, log);
        var functions = (await workers.StartAsync(stop)).Functions;
        if (functions.FirstOrDefault(function => function.Kind is not ("httpTrigger" or "timerTrigger" or "serviceBusTrigger")) is { } other)
            throw new InvalidOperationException($"'{other.Name}' is started by '{other.Kind}', which this host does not bring.");

        var invoker = new Invoker(workers, logs, settings.FunctionTimeout, time, loggers);
        var app = new AppSettings(configuration);
        var keys = new FunctionKeys(local.HostKey, local.MasterKey);
        using var client = HttpFunctions.NewClient();
        using var timers = new TimerScheduler(functions, invoker.InvokeAsync, app, new ScheduleStore(local.StateDirectory), time, log, abandoned.Token);
        var queues = new QueueFunctions(invoker.InvokeAsync, deliveries, settings, app, log, abandoned.Token);
        await using var front = await HttpFront.StartAsync(local.Url, loggers, (routes, services) =>
        {
            new HttpFunctions(functions, workers, invoker, keys, services.GetRequiredService<IHttpForwarder>(), client).Map(routes, settings.RoutePrefix);
            new AdminRoutes(functions, timers, keys).Map(routes);
        }, stop);
        timers.Start();
        await queues.StartAsync(functions, stop);
        Console.WriteLine($"Functions ready at {front.Address}/{settings.RoutePrefix}, {functions.Count} functions");

        var told = Task.Delay(Timeout.Infinite, stop);
        await Task.WhenAny(told, workers.GivenUp, local.StopOnInputEnd ? InputEnd.WatchAsync() : told);
        abandoned.CancelAfter(StopPatience);
        await Task.WhenAll(front.StopAsync(abandoned.Token), timers.StopAsync(), queues.StopAsync());
        return workers.GivenUp.IsCompleted ? 1 : 0;
    }
}
