using System.Collections.Concurrent;

namespace JcmHub.Local.Broker.Tests.Support;

/// <summary>A broker on a free port with a directory of its own, gone at the end of the test.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public const string Queue = "q";

    readonly string directory = Directory.CreateTempSubdirectory("jcmhub-broker-").FullName;
    readonly BrokerOptions options;
    Broker broker = null!;

    TestBroker(QueueDeclaration queue, Func<BrokerOptions, BrokerOptions>? with)
    {
        options = new BrokerOptions
        {
            DatabaseFile = Path.Combine(directory, "broker.db"),
            Queues = [queue, QueueDeclaration.WithDefaults("other")],
            SharedAccessKey = "test key",
            Time = Time,
            Log = Log.Enqueue,
        };
        options = with?.Invoke(options) ?? options;
    }

    public ManualTime Time { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    public BrokerOptions Options => options;

    public int Port => broker.Port;

    public string ConnectionString => broker.ConnectionString;

    public BrokerStatistics Statistics => broker.Statistics;

    public static async Task<TestBroker> StartAsync(Func<QueueDeclaration, QueueDeclaration>? queue = null, Func<BrokerOptions, BrokerOptions>? with = null)
    {
        var declared = QueueDeclaration.WithDefaults(Queue);
        var test = new TestBroker(queue?.Invoke(declared) ?? declared, with);
        test.broker = await Broker.StartAsync(test.options);
        return test;
    }

    /// <summary>Stops the broker in order and starts it again on the same file, this once with other options.</summary>
    public async Task RestartAsync(Func<BrokerOptions, BrokerOptions>? with = null)
    {
        await broker.DisposeAsync();
        broker = await Broker.StartAsync(with?.Invoke(options) ?? options);
    }

    /// <summary>A connection with a token for everything and one session.</summary>
    public async Task<RawPeer> ConnectAsync()
    {
        var peer = await RawPeer.ConnectAsync(Port);
        await peer.BeginAsync();
        await peer.PutTokenAsync(RawPeer.Token($"sb://localhost:{Port}/", options.SharedAccessKeyName, options.SharedAccessKey, Time.GetUtcNow().AddDays(365)));
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
