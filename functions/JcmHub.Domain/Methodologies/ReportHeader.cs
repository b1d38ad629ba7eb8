using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>What a report says of itself before its readings: enough to fetch the project and the methodologies.</summary>
public sealed record ReportHeader(ProjectId Project, IReadOnlyList<MethodologyReference> Methodologies, MonitoringPeriod Period)
{
    /// <summary>
    /// Reads the header from the first bytes of a report. Null where project, methodologies and period do not all come
    /// there, before the readings; <see cref="ReportHeaderReader"/> then finds them wherever they are.
    /// </summary>
    public static ReportHeader? Read(ReadOnlySpan<byte> beginning)
    {
        var reader = new ReportHeaderReader();
        new ReportBytes(reader).Feed(beginning, isFinal: false);
        return reader.Header;
    }
}
