using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>From a monitoring report to whole tonnes per vintage.</summary>
public static class Computation
{
    /// <summary>Up to this many readings are listed in the trace one by one; above, as totals per point, parameter and vintage.</summary>
    public const int MostListedReadings = 10_000;

    /// <summary>Computes a report. Whatever is wrong with it is in the result; the same input gives the same result.</summary>
    /// <param name="methodologies">The files known; those that the report names are taken from among them.</param>
    public static ComputationResult Compute(MonitoringReport report, Project project, IReadOnlyList<Methodology> methodologies)
    {
        var run = new ComputationRun(report.Project, report.Methodologies, report.Period, project, methodologies, report.Readings.Count <= MostListedReadings);
        if (report.Readings.Count > 0) run.Begin(report.Readings[0].Span.IsInstants);
        // By time, so that neither a sum nor a finding depends on the order in the report.
        foreach (var reading in report.Readings.OrderBy(r => r.Span.Start).ThenBy(r => r.Ordinal)) run.Add(reading);
        return run.Finish(report.Readings);
    }
}
