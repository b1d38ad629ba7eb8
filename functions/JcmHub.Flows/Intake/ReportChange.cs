namespace JcmHub.Flows.Intake;

/// <summary>Changes a report's state under its version.</summary>
internal static class ReportChange
{
    /// <summary>Lets <paramref name="decide"/> change the state; where another writer was first, it decides anew.</summary>
    public static async Task<Outcome<ReportState>> ChangeAsync(
        this IReports reports, string reportId, Func<ReportState, Outcome<ReportState>> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await reports.FindAsync(reportId, cancellationToken) is not var (state, version))
                return ReportRefusals.Unknown(reportId);
            var decided = decide(state);
            if (decided.IsRefused || decided.Value == state || await reports.ReplaceAsync(decided.Value, version, cancellationToken))
                return decided;
        }
    }
}
