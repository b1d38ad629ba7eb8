namespace Microsoft.Azure.Functions.Worker;

/// <summary>A timer's last and next occurrence, UTC.</summary>
public class ScheduleStatus
{
    public ScheduleStatus()
    {
    }

    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
