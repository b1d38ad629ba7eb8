namespace JcmHub.Local.Broker.Storage;

/// <summary>The states of a stored message, numbered as <c>x-opt-message-state</c> shows them. A lock is not a state: it ends with the process.</summary>
internal enum MessageState
{
    Active = 0,
    Deferred = 1,
    Scheduled = 2,
}
