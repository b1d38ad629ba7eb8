using System.Text.Json;

namespace JcmHub.Local.Stack;

/// <summary>
/// Two stacks never share a data directory. The lock is the operating system's, so it goes with the process that holds it;
/// beside it lies a note of who holds it, for the sentence that the second one is told.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _note;

    private DataDirectoryLock(FileStream file, string note, bool lastRunEndedInOrder)
    {
        _file = file;
        _note = note;
        LastRunEndedInOrder = lastRunEndedInOrder;
    }

    /// <summary>Whether the run before this one cleaned up after itself; if not, its children may still be ending.</summary>
    public bool LastRunEndedInOrder { get; }

    /// <exception cref="StackException">Another stack holds the directory.</exception>
    public static DataDirectoryLock Take(DataDirectory directory, StackPorts ports)
    {
        FileStream file;
        try
        {
            file = new FileStream(directory.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new StackException(
                $"Another stack{WhoHolds(directory)} is running on the data directory {directory.Root}. " +
                "Stop it, or name another directory with --data DIR (and --port-base N, as its ports are taken too).", fault);
        }

        var lastRunEndedInOrder = !File.Exists(directory.HolderFile);
        var holder = new Holder(Environment.ProcessId, $"http://127.0.0.1:{ports.Functions}/api/");
        File.WriteAllText(directory.HolderFile, JsonSerializer.Serialize(holder, JsonSerializerOptions.Web));
        return new DataDirectoryLock(file, directory.HolderFile, lastRunEndedInOrder);
    }

    /// <summary>The ports of the stack that holds the directory; null where none does.</summary>
    public static StackPorts? RunningOn(DataDirectory directory)
    {
        try
        {
            using var free = new FileStream(directory.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException)
        {
            return HolderOf(directory) is { } holder ? new StackPorts(new Uri(holder.Hub).Port - new StackPorts(0).Functions) : null;
        }
    }

    public void Dispose()
    {
        File.Delete(_note);
        _file.Dispose();
    }

    private static string WhoHolds(DataDirectory directory) =>
        HolderOf(directory) is { } holder ? $" (process {holder.Process}, {holder.Hub})" : "";

    private static Holder? HolderOf(DataDirectory directory)
    {
        try
        {
            return JsonSerializer.Deserialize<Holder>(File.ReadAllText(directory.HolderFile), JsonSerializerOptions.Web);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }

    private sealed record Holder(int Process, string Hub);
}
