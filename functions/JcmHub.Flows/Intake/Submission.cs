namespace JcmHub.Flows.Intake;

/// <summary>The answer to a submitted report.</summary>
/// <param name="ReportId">Its id.</param>
/// <param name="ContentHash">The hash of its bytes.</param>
/// <param name="IsReplay">The same bytes were accepted before; this is the first answer again.</param>
public sealed record Submission(string ReportId, string ContentHash, bool IsReplay);
