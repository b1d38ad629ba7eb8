using JcmHub.Domain.Calendar;
using JcmHub.Domain.Quantities;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>What holds for all readings of one parameter in one report, shared by its channels.</summary>
internal sealed class ParameterRules
{
    public ParameterRules(Parameter? parameter, Limits limits, Timeline timeline, MonitoringPeriod period, FindingList errors, FindingList warnings)
    {
        Limits = limits;
        Timeline = timeline;
        Period = period;
        Errors = errors;
        Warnings = warnings;
        Time = TimeInReading.Of(parameter, timeline);
        IsHistory = parameter is { Kind: ParameterKind.History };
        if (parameter?.Minimum is { } minimum && DecimalText.ToDecimal(minimum, out var low)) Least = low;
        if (parameter?.Maximum is { } maximum && DecimalText.ToDecimal(maximum, out var high)) Most = high;
    }

    public Limits Limits { get; }

    public Timeline Timeline { get; }

    public MonitoringPeriod Period { get; }

    public FindingList Errors { get; }

    public FindingList Warnings { get; }

    public decimal Least { get; } = decimal.MinValue;

    public decimal Most { get; } = decimal.MaxValue;

    /// <summary>The most that a reading's own time allows; null where the parameter does not count time.</summary>
    public TimeInReading? Time { get; }

    /// <summary>Whether readings may lie before the monitoring period.</summary>
    public bool IsHistory { get; }
}

/// <summary>Something that is wrong with every reading of a channel.</summary>
internal sealed record Refusal(FindingKind Kind, string Suffix, params object?[] Particulars);
