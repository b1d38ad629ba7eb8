namespace JcmHub.Flows.Exchange;

/// <summary>A record of a stream as it is found: on its way, or with its end.</summary>
/// <param name="Record">The record.</param>
/// <param name="End">Its end; null while it is on its way.</param>
public sealed record StreamRecord(OutboxRecord Record, DeliveredRecord? End)
{
    /// <summary>Whether its destination refused it for good.</summary>
    public bool IsRefused => End is { RefusalCodes.Count: > 0 };

    /// <summary>Where it stands: <c>recorded</c>, <c>accepted</c>, <c>receipted</c> or <c>refused</c>.</summary>
    public string State => IsRefused ? "refused" : End is not null ? "receipted" : Record.AcceptedAt is not null ? "accepted" : "recorded";
}
