using System.Collections.Concurrent;
using JcmHub.Local.Protocol;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Workers;

/// <summary>
/// What the worker logs, under the categories that the real host gives it: a line of a running function is <c>Function.NAME.User</c>, whatever
/// logger wrote it; a line of the app's own that belongs to no running function is dropped.
/// </summary>
internal sealed class WorkerLogs(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, string> _running = new();
    private readonly ILogger _worker = loggers.CreateLogger("Host.Worker");

    /// <summary>From now on lines of that invocation are the function's.</summary>
    public void Begin(string invocationId, string function) => _running[invocationId] = function;

    /// <summary>The invocation is over.</summary>
    public void End(string invocationId) => _running.TryRemove(invocationId, out _);

    /// <summary>Writes a line of the worker.</summary>
    public void Write(RpcLog line)
    {
        var ofUser = line.LogCategory == RpcLog.Types.Category.User;
        var function = _running.GetValueOrDefault(line.InvocationId);
        if (ofUser && function is null)
            return;
        var log = !ofUser ? _worker : loggers.CreateLogger($"Function.{function}.User");
        var text = line.Exception is { } fault ? $"{line.Message} {fault.Type}: {fault.Message}{Environment.NewLine}{fault.StackTrace}" : line.Message;
        // The levels' numbers are those of .NET.
        log.Log((LogLevel)line.Level, new EventId(0), text, null, static (said, _) => said);
    }
}
