namespace JcmHub.Flows.Intake;

/// <summary>The report whose place a new one takes.</summary>
/// <param name="Report">Its state; null where a report replaces none.</param>
/// <param name="Version">The version that was read: it is replaced only while nothing else happened to it.</param>
public sealed record ReplacedReport(ReportState? Report, string Version);
