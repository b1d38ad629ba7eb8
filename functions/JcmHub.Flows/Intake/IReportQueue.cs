namespace JcmHub.Flows.Intake;

/// <summary>The queue of reports that wait for their computation.</summary>
public interface IReportQueue
{
    /// <summary>The queue's name.</summary>
    const string Name = "reports";

    /// <summary>Says that a report waits. A doubled word does no harm.</summary>
    Task AnnounceAsync(string reportId, CancellationToken cancellationToken);
}
