using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Broker;

namespace JcmHub.Local.Host.Tests.Support;

/// <summary>A broker on a free port with a directory of its own, gone at the end of the test.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public const string Queue = "q";

    /// <summary>Short, so that a test can outlast it.</summary>
    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(5);

    private readonly string directory = Directory.CreateTempSubdirectory("jcmhub-runtime-").FullName;
    private readonly BrokerOptions options;
    private Broker.Broker? broker;

    private TestBroker(QueueDeclaration queue) => options = new BrokerOptions
    {
        DatabaseFile = Path.Combine(directory, "broker.db"),
        Queues = [queue, QueueDeclaration.WithDefaults("other")],
        SharedAccessKey = "test key",
        Log = Log.Enqueue,
    };

    public ConcurrentQueue<string> Log { get; } = [];

    public string ConnectionString { get; private set; } = "";

    public BrokerStatistics Statistics => broker!.Statistics;

    public static async Task<TestBroker> StartAsync(Func<QueueDeclaration, QueueDeclaration>? queue = null)
    {
        var declared = QueueDeclaration.WithDefaults(Queue) with { LockDuration = LockDuration };
        var test = new TestBroker(queue?.Invoke(declared) ?? declared);
        await test.StartAgainAsync();
        return test;
    }

    /// <summary>Stops it in order; what it has stored stays.</summary>
    public async Task StopAsync()
    {
        await broker!.DisposeAsync();
        broker = null;
    }

    /// <summary>Starts it at the same port as before.</summary>
    public async Task StartAgainAsync()
    {
        var port = ConnectionString.Length == 0 ? 0 : new Uri(ConnectionString.Split(';')[0]["Endpoint=".Length..]).Port;
        broker = await Broker.Broker.StartAsync(options with { Port = port });
        ConnectionString = broker.ConnectionString;
    }

    public ServiceBusClient Client(ServiceBusRetryOptions? retry = null) =>
        new(ConnectionString, new ServiceBusClientOptions { RetryOptions = retry ?? new ServiceBusRetryOptions { Delay = TimeSpan.FromMilliseconds(50), MaxRetries = 60, Mode = ServiceBusRetryMode.Fixed } });

    public async ValueTask DisposeAsync()
    {
        if (broker is not null) await broker.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
