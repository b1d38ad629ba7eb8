using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>Event ids of the host's own log.</summary>
internal static class InvocationEvents
{
    public static readonly EventId Executing = new(1, "FunctionStarted");
    public static readonly EventId Executed = new(2, "FunctionCompleted");
    public static readonly EventId Failed = new(3, "FunctionFailed");
    public static readonly EventId NoResponse = new(4, "NoHttpResponseReturned");
    public static readonly EventId QueueTrouble = new(10, "QueueTrouble");
    public static readonly EventId LockTrouble = new(11, "LockTrouble");
    public static readonly EventId SettleTrouble = new(12, "SettleTrouble");
    public static readonly EventId PastDue = new(20, "TimerPastDue");
    public static readonly EventId TimerTrouble = new(21, "TimerTrouble");
}
