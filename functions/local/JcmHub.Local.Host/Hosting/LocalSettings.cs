using Microsoft.Extensions.Configuration;

namespace JcmHub.Local.Host.Hosting;

/// <summary>What the local stack tells the host by its environment.</summary>
/// <param name="Url">Where HTTP listens; port 0 takes a free one.</param>
/// <param name="StopOnInputEnd">Whether the end of standard input is a graceful stop.</param>
/// <param name="StateDirectory">Where timers keep their status.</param>
/// <param name="HostKey">Opens functions of level Function; null for nobody.</param>
/// <param name="MasterKey">Opens everything; null for nobody.</param>
internal sealed record LocalSettings(string Url, bool StopOnInputEnd, string StateDirectory, string? HostKey, string? MasterKey)
{
    /// <param name="configuration">The environment.</param>
    /// <param name="appDirectory">The app's directory: timers keep their status there where nothing else is said.</param>
    public static LocalSettings From(IConfiguration configuration, string appDirectory) => new(
        configuration["LOCAL_FUNCTIONS_URL"] ?? "http://127.0.0.1:7071",
        bool.TryParse(configuration["LOCAL_FUNCTIONS_STOP_ON_INPUT_END"], out var stop) && stop,
        configuration["LOCAL_FUNCTIONS_STATE"] ?? Path.Combine(appDirectory, "timers"),
        configuration["LOCAL_FUNCTIONS_HOST_KEY"],
        configuration["LOCAL_FUNCTIONS_MASTER_KEY"]);
}
