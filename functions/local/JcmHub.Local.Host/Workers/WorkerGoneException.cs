namespace JcmHub.Local.Host.Workers;

/// <summary>The worker ended before it answered.</summary>
internal sealed class WorkerGoneException() : Exception("The worker ended before it answered.");
