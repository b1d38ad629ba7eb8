namespace JcmHub.Flows.Exchange;

/// <summary>A record of a stream as it is found: on its way, or with its end.</summary>
/// <param name="Record">The record.</param>
/// <param name="End">Its end; null while it is on its way.</param>
public sealed record StreamRecord(OutboxRecord Record, DeliveredRecord? End);
