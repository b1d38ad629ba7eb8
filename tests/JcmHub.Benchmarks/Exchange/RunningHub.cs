using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;
using JcmHub.Functions;
using JcmHub.Functions.Triggers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>The hub's queue functions as they are, in this process, with their requests to the storage counted and each receipt told.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource<IServiceProvider> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RequestCount _requests = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _receipted = new();
    private int _awaited;

    public long Requests => _requests.Count;

    public IServiceProvider Services => _started.Task.Result;

    public static async Task<RunningHub> StartAsync(IReadOnlyDictionary<string, string?> settings, string storage)
    {
        // The console is not what is measured.
        foreach (var category in new[] { "default", "Function", "JcmHub" })
            Environment.SetEnvironmentVariable($"AzureFunctionsJobHost__logging__logLevel__{category}", "Warning");
        var hub = new RunningHub();
        var builder = FunctionsApplication.CreateBuilder([], [typeof(Queues)]);
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        hub._running = HubApplication.RunAsync(builder, services => hub.Replace(services, storage));
        await await Task.WhenAny(hub._started.Task, hub._running);
        return hub;
    }

    /// <summary>Ends when so many more receipts are in the ledger.</summary>
    /// <exception cref="TimeoutException">They do not come: a hint was lost, which nothing but the net of every minute would mend, and it is not under measure.</exception>
    public Task ReceiptsAsync(int count)
    {
        _receipted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, count);
        return _receipted.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _running;
    }

    private void Replace(IServiceCollection services, string storage)
    {
        var options = new TableClientOptions();
        options.AddPolicy(_requests, HttpPipelinePosition.PerRetry);
        services.AddSingleton(new TableServiceClient(storage, options));
        services.RemoveAll<ICauseBooking>().AddSingleton<ICauseBooking, RowBooking>();
        services.AddSingleton(new ExchangeSteps(step =>
        {
            if (step == ExchangeStep.Receipted && Interlocked.Decrement(ref _awaited) == 0)
                _receipted.TrySetResult();
            return Task.CompletedTask;
        }));
        services.AddHostedService(all => new Started(() => _started.TrySetResult(all)));
    }

    private sealed class Started(Action tell) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            tell();
            return Task.CompletedTask;
        }
    }

    private sealed class RequestCount : HttpPipelinePolicy
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref _count);
            return ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The hub's storage calls are asynchronous.");
    }
}
