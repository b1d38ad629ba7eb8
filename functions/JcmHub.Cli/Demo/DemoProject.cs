using System.Text.Json;

namespace JcmHub.Cli.Demo;

/// <summary>
/// One project of the demo, as <c>samples/demo.json</c> lists it: its files, and what people do outside the hub between
/// them. The days are illustrative where the decision's file does not hold them.
/// </summary>
/// <param name="Project">The project's identifier.</param>
/// <param name="Report">The monitoring report, a file below samples.</param>
/// <param name="Decision">The Joint Committee's decision, a file below samples.</param>
/// <param name="ThirdPartyEntity">Who verifies.</param>
/// <param name="Verified">The whole tonnes that the entity finds, by calendar year; the hub refuses a statement of other tonnes than it computed.</param>
/// <param name="VerifiedOn">The day of the verification, yyyy-MM-dd.</param>
/// <param name="IssuanceRequestedOn">The day of the request for issuance.</param>
/// <param name="CompleteOn">The day on which both secretariats found the request complete.</param>
/// <param name="AcknowledgedOn">The day on which the host's government acknowledges its amount by hand; absent where its registry issues it.</param>
/// <param name="TransferApprovedOn">The day on which the host approves the international transfer; absent where its issuance flow has none (flow B of D9).</param>
internal sealed record DemoProject(
    string Project, string Report, string Decision, string ThirdPartyEntity, IReadOnlyDictionary<int, long> Verified, string VerifiedOn,
    string IssuanceRequestedOn, string CompleteOn, string? AcknowledgedOn = null, string? TransferApprovedOn = null)
{
    /// <summary>
    /// How many steps its run has: issuance by the host's registry and approval of the transfer come only with flow A, an
    /// acknowledgement by hand only without a registry.
    /// </summary>
    public int Steps => 7 + (TransferApprovedOn is null ? 0 : 2) + (AcknowledgedOn is null ? 0 : 1);

    /// <summary>The projects of the demo, which are run side by side.</summary>
    public static IReadOnlyList<DemoProject> Load(string samples) =>
        JsonSerializer.Deserialize<DemoProject[]>(File.ReadAllBytes(Path.Combine(samples, "demo.json")), JsonSerializerOptions.Web)!;
}
