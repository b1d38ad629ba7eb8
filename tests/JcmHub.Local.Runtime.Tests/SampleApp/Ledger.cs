using System.Collections.Concurrent;

namespace JcmHub.Local.Runtime.Tests.SampleApp;

/// <summary>What the sample functions did, for tests to look at.</summary>
internal sealed class Ledger
{
    readonly ConcurrentQueue<string> entries = [];
    readonly SemaphoreSlim added = new(0);

    public IReadOnlyCollection<string> Entries => entries;

    /// <summary>Held by functions that wait for the test's word.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(string entry)
    {
        entries.Enqueue(entry);
        added.Release();
    }

    /// <summary>Waits until so many entries are there.</summary>
    public async Task<IReadOnlyCollection<string>> WaitForAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (entries.Count < count) await added.WaitAsync(patience.Token);
        return entries;
    }
}
