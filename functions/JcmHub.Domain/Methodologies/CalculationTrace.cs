using System.Buffers;
using System.Text.Json;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Methodologies.Evaluation;
using JcmHub.Domain.Methodologies.Reports;
using JcmHub.Domain.Methodologies.Traces;
using JcmHub.Domain.Projects;

namespace JcmHub.Domain.Methodologies;

/// <summary>
/// How a result came about, enough to redo the sum by hand (design D8): inputs with their places in the report, every
/// intermediate value with its unit, every rounding, the methodologies' hashes.
/// </summary>
/// <remarks>
/// It keeps the inputs only; the steps are evaluated again while they are written, so a trace costs no memory until
/// somebody reads it.
/// </remarks>
public sealed class CalculationTrace
{
    internal CalculationTrace(
        ProjectId project, MonitoringPeriod period, IReadOnlyList<Methodology> methodologies,
        IReadOnlyList<VintageCalculation> vintages, IReadOnlyDictionary<int, ListedReading>? readings)
    {
        Project = project;
        Period = period;
        Methodologies = methodologies;
        Vintages = vintages;
        Readings = readings;
    }

    public ProjectId Project { get; }

    public MonitoringPeriod Period { get; }

    internal IReadOnlyList<Methodology> Methodologies { get; }

    internal IReadOnlyList<VintageCalculation> Vintages { get; }

    /// <summary>By ordinal; null where there are too many to list.</summary>
    internal IReadOnlyDictionary<int, ListedReading>? Readings { get; }

    /// <summary>Writes the trace as one JSON object; the format is in docs/methodology-language.md.</summary>
    public void WriteTo(Utf8JsonWriter writer) => new TraceJson(writer, this).Write();

    /// <summary>
    /// Writes the trace as one HTML page in English and Japanese that a verifier can follow with a pocket calculator.
    /// </summary>
    public void WritePage(IBufferWriter<byte> output) => new TracePage(new PageWriter(output), this).Write();
}
