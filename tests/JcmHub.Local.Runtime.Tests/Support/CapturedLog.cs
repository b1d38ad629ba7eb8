using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Tests.Support;

/// <summary>What was logged: category, level and text with the exception.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> entries = [];

    public IReadOnlyCollection<(string Category, LogLevel Level, string Text)> Entries => entries;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, entries);

    public void Dispose()
    {
    }

    sealed class Logger(string category, ConcurrentQueue<(string Category, LogLevel Level, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((category, logLevel, $"{formatter(state, exception)} {exception?.GetType().Name}"));
    }
}
