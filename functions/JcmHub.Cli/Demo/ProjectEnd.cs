using JcmHub.Local.Registries;

namespace JcmHub.Cli.Demo;

/// <summary>What a project's run ended with.</summary>
/// <param name="Project">The project.</param>
/// <param name="Decision">The decision that it should have ended as.</param>
/// <param name="Verified">The whole tonnes that were verified, by calendar year.</param>
/// <param name="Report">The hub's last word on it.</param>
/// <param name="Holdings">What each registry that takes part holds.</param>
/// <param name="Eligible">The tonnes of it that GX-ETS was told it can take.</param>
/// <param name="WasComplete">Everything was there before this run did anything but ask.</param>
/// <param name="RecordsBefore">How many records there were then.</param>
/// <param name="Illustrative">What the samples say of themselves, and the demo of itself: what is not published.</param>
internal sealed record ProjectEnd(
    string Project, SampleDecision Decision, IReadOnlyDictionary<int, long> Verified, ReportState Report,
    IReadOnlyList<RegistryHoldings> Holdings, long Eligible, bool WasComplete, int RecordsBefore, IReadOnlyList<string> Illustrative)
{
    /// <summary>What the decision gives each side of what was verified.</summary>
    public IReadOnlyList<VintageShares> Shares { get; } = Decision.Shares(Verified);
}
