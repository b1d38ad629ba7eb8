using System.Globalization;
using JcmHub.Local.Registries;

namespace JcmHub.Cli.Demo;

/// <summary>
/// The demo's own look at both sides: totals per registry, account and vintage of one project, as the hub's ledger has them
/// and as the registries have them. Not the hub's nightly reconciliation, which compares at a cut and names its findings.
/// </summary>
internal static class HoldingsComparison
{
    /// <summary>One sentence for each total that differs; none where all agree.</summary>
    public static IReadOnlyList<string> Differences(string project, ReportState report, IEnumerable<RegistryHoldings> registries)
    {
        var hub = Totals(report.Blocks
            // What is awaiting, the registry has not issued yet.
            .Where(block => block.State != "awaiting")
            .Select(block => (block.Registry, block.Account, block.Vintage, block.Tonnes)));
        var held = Totals(registries.SelectMany(registry => registry.Blocks
            .Where(block => block.Project == project)
            .Select(block => (registry.Registry, block.Account, block.Vintage, block.Tonnes))));
        return
        [
            .. hub.Keys.Union(held.Keys)
                .Where(key => hub.GetValueOrDefault(key) != held.GetValueOrDefault(key))
                .Order()
                .Select(key => string.Create(CultureInfo.InvariantCulture,
                    $"{key.Account} of {key.Registry}'s registry, vintage {key.Vintage}: {hub.GetValueOrDefault(key)} t in the hub, {held.GetValueOrDefault(key)} t in the registry")),
        ];
    }

    private static Dictionary<(string Registry, string Account, int Vintage), long> Totals(
        IEnumerable<(string Registry, string Account, int Vintage, string Tonnes)> blocks) =>
        blocks.GroupBy(block => (block.Registry, block.Account, block.Vintage))
            .ToDictionary(group => group.Key, group => group.Sum(block => long.Parse(block.Tonnes, NumberStyles.None, CultureInfo.InvariantCulture)));
}
