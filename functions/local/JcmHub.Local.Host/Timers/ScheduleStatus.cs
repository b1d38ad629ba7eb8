namespace JcmHub.Local.Host.Timers;

/// <summary>A timer's last and next occurrence, UTC; its names are those that the worker reads.</summary>
internal sealed record ScheduleStatus
{
    public DateTime Last { get; init; }

    public DateTime Next { get; init; }

    public DateTime LastUpdated { get; init; }
}
