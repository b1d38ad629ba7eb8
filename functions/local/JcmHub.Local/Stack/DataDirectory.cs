namespace JcmHub.Local.Stack;

/// <summary>Where a stack's state lives (<c>--data DIR</c>), and the one place that knows what lies where in it.</summary>
public sealed class DataDirectory
{
    /// <param name="path">The directory; made when the stack starts.</param>
    public DataDirectory(string path) => Root = Path.GetFullPath(path);

    public string Root { get; }

    public string Azurite => Path.Combine(Root, "azurite");

    public string BrokerDatabase => Path.Combine(Root, "broker.db");

    public string Registries => Path.Combine(Root, "registries");

    public string Keys => Path.Combine(Root, "keys");

    public string Timers => Path.Combine(Root, "timers");

    public string Logs => Path.Combine(Root, "logs");

    public string FunctionsLog => Path.Combine(Logs, "functions.log");

    public string BrokerLog => Path.Combine(Logs, "broker.log");

    public string StorageLog => Path.Combine(Logs, "storage.log");

    internal string LockFile => Path.Combine(Root, "stack.lock");

    internal string HolderFile => Path.Combine(Root, "stack.json");

    /// <summary>Makes the directory and those below it that others expect to be there.</summary>
    /// <exception cref="StackException">The directory cannot be made or written.</exception>
    internal void Create()
    {
        try
        {
            foreach (var directory in (ReadOnlySpan<string>)[Root, Azurite, Registries, Timers, Logs])
                Directory.CreateDirectory(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StackException(
                $"The data directory {Root} cannot be made or written ({fault.Message}). Name another one with --data DIR.", fault);
        }
    }
}
