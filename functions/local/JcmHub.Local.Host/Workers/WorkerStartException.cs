namespace JcmHub.Local.Host.Workers;

/// <summary>The worker does not come up; the message says why in one sentence.</summary>
internal sealed class WorkerStartException(string message) : Exception(message);
