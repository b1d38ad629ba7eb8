using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace JcmHub.Local.Host.Hosting;

/// <summary>The host's log on the console, ruled by <c>host.json</c> as the real host's is.</summary>
internal static class HostLog
{
    /// <summary>Opens it.</summary>
    public static ILoggerFactory Open(HostSettings settings) => LoggerFactory.Create(logging =>
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.IncludeScopes = false;
        });
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Warning);
        foreach (var (category, level) in settings.LogLevels)
            logging.AddFilter(category == "default" ? null : category, level);
    });
}
