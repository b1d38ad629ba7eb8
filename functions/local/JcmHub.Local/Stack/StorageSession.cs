using JcmHub.Local.Storage;

namespace JcmHub.Local.Stack;

/// <summary>
/// The storage of a data directory alone, for reading: that of the stack that runs on it, or one started for the purpose.
/// </summary>
public sealed class StorageSession : IAsyncDisposable
{
    private readonly DataDirectoryLock? _held;
    private readonly AzuriteServer? _started;

    private StorageSession(DataDirectoryLock? held, AzuriteServer? started, string connectionString)
    {
        _held = held;
        _started = started;
        ConnectionString = connectionString;
    }

    /// <summary>The storage, for the Azure SDKs.</summary>
    public string ConnectionString { get; }

    /// <summary>Opens the storage of a data directory.</summary>
    /// <exception cref="StackException">There is no such directory, or the storage does not start.</exception>
    public static async Task<StorageSession> OpenAsync(LocalStackOptions options, CancellationToken cancellation)
    {
        var data = new DataDirectory(options.DataDirectory);
        if (!Directory.Exists(data.Azurite))
            throw new StackException($"{data.Root} holds no state of a hub. Name its data directory with --data DIR.");
        if (DataDirectoryLock.RunningOn(data) is { } ports)
            return new StorageSession(null, null, AzuriteServer.ConnectionStringOf(ports.Blobs, ports.Tables));

        var held = DataDirectoryLock.Take(data, new StackPorts(options.PortBase));
        try
        {
            var azurite = new AzuriteInstallation(options.ToolsDirectory, options.Node, options.Time);
            var installed = await azurite.EnsureAsync(() => { }, cancellation);
            Directory.CreateDirectory(data.Logs);
            var storage = await AzuriteServer.StartAsync(options.Node, installed, data.Azurite, 0, 0, data.StorageLog, options.Time, cancellation);
            return new StorageSession(held, storage, storage.ConnectionString);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Ends what it started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
            await _started.DisposeAsync();
        _held?.Dispose();
    }
}
