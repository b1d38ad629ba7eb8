using JcmHub.Local.Runtime.Tests.SampleApp;
using JcmHub.Local.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace JcmHub.Local.Runtime.Tests.Hosting;

public sealed class LogTests
{
    [Theory]
    [InlineData("Function.Hello", LogLevel.Information, true)]
    [InlineData("Function.Hello", LogLevel.Debug, false)]
    [InlineData("Some.Library", LogLevel.Information, false)]
    [InlineData("Some.Library", LogLevel.Warning, true)]
    [InlineData("Microsoft.AspNetCore.Hosting", LogLevel.Information, false)]
    public async Task Console_ByCategory_ShowsWhatHostJsonAllows(string category, LogLevel level, bool expected)
    {
        await using var app = await RunningApp.StartAsync(typeof(HttpSamples));
        var filters = app.Services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value;
        using var consoleOnly = new LoggerFactory([app.Services.GetServices<ILoggerProvider>().OfType<ConsoleLoggerProvider>().Single()], filters);

        Assert.Equal(expected, consoleOnly.CreateLogger(category).IsEnabled(level));
    }
}
