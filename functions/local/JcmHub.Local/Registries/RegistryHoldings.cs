using System.Globalization;

namespace JcmHub.Local.Registries;

/// <summary>What a simulated registry answers to <c>GET holdings</c>; serials and tonnes are decimal strings, serials inclusive.</summary>
/// <param name="Registry">The Party that keeps it.</param>
/// <param name="Blocks">Its units in order of their serials.</param>
/// <param name="Adjustments">The corresponding adjustments it has entered.</param>
/// <param name="Stopped">Units that a correction stops, and by which.</param>
/// <param name="Revised">Units whose authorisation a correction revised.</param>
public sealed record RegistryHoldings(
    string Registry, IReadOnlyList<RegistryHoldings.Block> Blocks, IReadOnlyList<RegistryHoldings.Adjustment> Adjustments,
    IReadOnlyList<RegistryHoldings.StoppedUnits> Stopped, IReadOnlyList<RegistryHoldings.RevisedUnits> Revised)
{
#pragma warning disable CA1034 // Parts of one document, with no life of their own.
    /// <summary>A run of units in one account, under the registry's own numbers and those by which the hub knows them among its host's.</summary>
    public sealed record Block(
        string Account, string AccountType, string Project, int Vintage, string First, string Last, string Tonnes,
        string HostParty, string HubFirst, string HubLast)
    {
        internal static Block Of(HeldBlock held) => new(
            held.Account, held.AccountType, held.Project, held.Vintage,
            held.First.ToString(CultureInfo.InvariantCulture),
            held.Last.ToString(CultureInfo.InvariantCulture),
            held.Tonnes.ToString(CultureInfo.InvariantCulture),
            held.HostParty,
            held.HubFirst.ToString(CultureInfo.InvariantCulture),
            held.HubLast.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A corresponding adjustment as entered.</summary>
    /// <param name="Id">The hub's identifier of it.</param>
    /// <param name="Party">Whose emissions balance it changes.</param>
    /// <param name="Project">The project whose units were first transferred.</param>
    /// <param name="Vintage">The year of the reduction.</param>
    /// <param name="Tonnes">How much.</param>
    /// <param name="Effect">addition or subtraction.</param>
    /// <param name="AppliedOn">The registry's own date.</param>
    public sealed record Adjustment(string Id, string Party, string Project, int Vintage, string Tonnes, string Effect, string AppliedOn);

    /// <summary>Units, by the hub's numbers, that move no further.</summary>
    public sealed record StoppedUnits(string HostParty, string HubFirst, string HubLast, string Correction);

    /// <summary>Units, by the hub's numbers, and the authorisation under which they are since; none where it was revoked.</summary>
    public sealed record RevisedUnits(string HostParty, string HubFirst, string HubLast, string Correction, string? Authorization);
#pragma warning restore CA1034
}
