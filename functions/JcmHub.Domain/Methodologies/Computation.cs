using JcmHub.Domain.Methodologies.Evaluation;
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
        var isListed = report.Readings.Count <= MostListedReadings;
        var run = new ComputationRun(new(report.Project, report.Methodologies, report.Period), project, methodologies, hashes: !isListed);
        // By time, so that not even a warning depends on the order in the report; a hash is over the report's order.
        var readings = isListed ? report.Readings.OrderBy(r => r.Span.Start).ThenBy(r => r.Ordinal) : report.Readings.OrderBy(r => r.Ordinal);
        foreach (var reading in readings) run.Add(reading);
        return run.Finish();
    }
}
