using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function by a six-field NCRONTAB schedule, read in UTC.</summary>
[BindingCapabilities(KnownBindingCapabilities.FunctionLevelRetry)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; } = schedule;

    /// <summary>Whether occurrences are kept, so that a missed one runs after a restart.</summary>
    public bool UseMonitor
    {
        get => MonitorSetting ?? true;
        set => MonitorSetting = value;
    }

    public bool RunOnStartup { get; set; }

    /// <summary>Null where the function did not write it; the metadata leaves it out then.</summary>
    internal bool? MonitorSetting { get; private set; }
}
