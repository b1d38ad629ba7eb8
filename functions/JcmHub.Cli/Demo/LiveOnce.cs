using System.Globalization;
using JcmHub.Local.Registries;

namespace JcmHub.Cli.Demo;

/// <summary>
/// Watches while the demo runs that no tonne is live in two registries (D9). Japan's registry is asked before its partners':
/// it issues a tonne only after the host's registry has moved it out, so a tonne seen live in both was live in both.
/// </summary>
/// <param name="registries">Speaks to the simulated registries.</param>
/// <param name="parties">The hosts with a registry.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveOnce(RegistriesClient registries, IReadOnlyList<string> parties, TimeProvider time)
{
    private const string MovedOut = "international-transfer-out";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    /// <summary>Each run of units that was seen live in two registries.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Looks until the work is done, and once more after it.</summary>
    public async Task WatchAsync(Task work, CancellationToken cancellation)
    {
        while (!work.IsCompleted)
        {
            await LookAsync(cancellation);
            await Task.WhenAny(work, Task.Delay(Interval, time, cancellation));
        }

        await LookAsync(cancellation);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var holdings = new List<RegistryHoldings> { await registries.HoldingsAsync("JP", cancellation) };
        foreach (var party in parties)
            holdings.Add(await registries.HoldingsAsync(party, cancellation));
        _problems.UnionWith(LiveTwice(holdings));
    }

    /// <summary>A sentence for each run of units, hand-made ones apart, to which the hub gave no number: under the hub's numbers, that is live more than once.</summary>
    internal static IEnumerable<string> LiveTwice(IEnumerable<RegistryHoldings> holdings)
    {
        var live = holdings
            .SelectMany(registry => registry.Blocks
                .Where(block => block.AccountType != MovedOut && block.HubFirst != "0")
                .Select(block => (block.HostParty, First: Number(block.HubFirst), Last: Number(block.HubLast), registry.Registry)))
            .GroupBy(block => block.HostParty);
        foreach (var host in live)
        {
            var before = (host.Key, First: 0L, Last: 0L, Registry: "");
            foreach (var block in host.OrderBy(block => block.First))
            {
                if (block.First <= before.Last)
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"units {block.First} to {Math.Min(block.Last, before.Last)} of {host.Key} are live twice: in {before.Registry}'s registry and in {block.Registry}'s");
                if (block.Last > before.Last)
                    before = block;
            }
        }
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
