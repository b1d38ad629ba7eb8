namespace JcmHub.Local.Host.Queues;

/// <summary>Tells the client's processor that a function failed: it gives the message back.</summary>
internal sealed class FunctionFailedException(string failure) : Exception(failure);
