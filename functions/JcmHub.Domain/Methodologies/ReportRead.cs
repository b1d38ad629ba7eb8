namespace JcmHub.Domain.Methodologies;

/// <summary>A report, or every reason why the bytes are none.</summary>
public sealed record ReportRead(MonitoringReport? Report, IReadOnlyList<Finding> Errors);
