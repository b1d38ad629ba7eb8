using System.Collections.Concurrent;

namespace JcmHub.Local.Host.SampleApp;

/// <summary>What the functions did, for a test to read over HTTP; and a gate that holds functions until the test opens it.</summary>
public sealed class Diary
{
    private readonly ConcurrentQueue<string> _entries = [];
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Held by functions that wait for the test's word.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes an entry.</summary>
    public void Add(string entry)
    {
        _entries.Enqueue(entry);
        _added.Release();
    }

    /// <summary>Waits until so many entries are there.</summary>
    public async Task<IReadOnlyCollection<string>> WaitForAsync(int count, CancellationToken cancellationToken)
    {
        while (_entries.Count < count)
            await _added.WaitAsync(cancellationToken);
        return _entries;
    }
}
