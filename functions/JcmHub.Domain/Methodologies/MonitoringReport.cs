using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>A monitoring report: what a project measured in a period.</summary>
public sealed record MonitoringReport(
    ProjectId Project,
    IReadOnlyList<MethodologyReference> Methodologies,
    MonitoringPeriod Period,
    IReadOnlyList<Reading> Readings)
{
    /// <summary>
    /// Reads a report that is valid against its schema. Numbers are read from their text. What a schema cannot say, such as
    /// a period that ends before it begins, is answered with errors; so is anything else that is wrong, never an exception.
    /// </summary>
    public static ReportRead Parse(ReadOnlySpan<byte> utf8) => ReportFile.Read(utf8);
}
