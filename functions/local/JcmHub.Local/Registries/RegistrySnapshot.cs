using System.Globalization;

namespace JcmHub.Local.Registries;

/// <summary>What a simulated registry answers to <c>GET snapshot</c>, after <c>schemas/snapshots/registry-snapshot-1.0.json</c>.</summary>
internal sealed record RegistrySnapshot(
    string Registry, string AsOf, IReadOnlyList<RegistrySnapshot.Stream> Streams, IReadOnlyList<RegistrySnapshot.Block> Blocks,
    IReadOnlyList<RegistrySnapshot.BookedAdjustment> Adjustments)
{
    public string DocumentType { get; } = "registry-snapshot";

    public string SchemaVersion { get; } = "1.0";

    /// <summary>How far a host's stream was applied.</summary>
    internal sealed record Stream(string HostParty, string LastApplied);

    /// <summary>A corresponding adjustment that it booked.</summary>
    internal sealed record BookedAdjustment(string Adjustment, string Project, int Vintage, string Tonnes, string AppliedOn);

    /// <summary>A run of units in one account.</summary>
    internal sealed record Block(string Account, string AccountType, string Project, int Vintage, string First, string Last, string Tonnes)
    {
        public static Block Of(HeldBlock held) => new(
            held.Account, held.AccountType, held.Project, held.Vintage,
            held.First.ToString(CultureInfo.InvariantCulture),
            held.Last.ToString(CultureInfo.InvariantCulture),
            held.Tonnes.ToString(CultureInfo.InvariantCulture));
    }
}
