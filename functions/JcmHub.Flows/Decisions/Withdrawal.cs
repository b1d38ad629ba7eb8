using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// What was withdrawn of a report, as the host's ledger has it: there a withdrawal and a decision meet, and whichever is first stands.
/// </summary>
/// <param name="IsWhole">The report itself was withdrawn.</param>
/// <param name="Requests">How many of its issuance requests were withdrawn, counted from the first.</param>
public sealed record Withdrawal(bool IsWhole, int Requests)
{
    /// <summary>Whether the report, or its present issuance request, is withdrawn.</summary>
    public bool Covers(ReportState report) => IsWhole || report.IssuanceRequests.Count <= Requests;
}
