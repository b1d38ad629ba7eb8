using JcmHub.Local.Host.Hosting;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Host.Tests.Hosting;

public sealed class HostSettingsTests : IDisposable
{
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("jcmhub-host-").FullName, "host.json");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

    [Fact]
    public void Load_NoFile_HasTheRealHostsDefaults()
    {
        var settings = HostSettings.Load(file);

        Assert.Equal(
            ("api", TimeSpan.FromMinutes(30), 16, 0, true, TimeSpan.FromMinutes(5)),
            (settings.RoutePrefix, settings.FunctionTimeout, settings.MaxConcurrentCalls, settings.PrefetchCount, settings.AutoCompleteMessages, settings.MaxAutoLockRenewalDuration));
    }

    [Fact]
    public void Load_OurHostJson_IsRead()
    {
        File.WriteAllText(file, """
            {
              "version": "2.0",
              "functionTimeout": "00:05:00",
              "logging": { "logLevel": { "default": "Warning", "Function": "Information" } },
              "extensions": {
                "http": { "routePrefix": "/hub/" },
                "serviceBus": {
                  "prefetchCount": 7, "maxConcurrentCalls": 8, "autoCompleteMessages": false, "maxAutoLockRenewalDuration": "00:01:00",
                  "clientRetryOptions": { "mode": "fixed", "maxRetries": 5, "delay": "00:00:01", "maxDelay": "00:00:02", "tryTimeout": "00:00:20" }
                }
              }
            }
            """);

        var settings = HostSettings.Load(file);

        Assert.Equal(
            ("hub", TimeSpan.FromMinutes(5), 8, 7, false, TimeSpan.FromMinutes(1)),
            (settings.RoutePrefix, settings.FunctionTimeout, settings.MaxConcurrentCalls, settings.PrefetchCount, settings.AutoCompleteMessages, settings.MaxAutoLockRenewalDuration));
        Assert.Equal((LogLevel.Warning, LogLevel.Information), (settings.LogLevels["default"], settings.LogLevels["Function"]));
        Assert.Equal((5, TimeSpan.FromSeconds(20)), (settings.ClientRetry.MaxRetries, settings.ClientRetry.TryTimeout));
    }

    [Fact]
    public void Load_NoTimeout_IsWithoutEnd()
    {
        File.WriteAllText(file, """{ "version": "2.0", "functionTimeout": "-1" }""");

        Assert.Equal(Timeout.InfiniteTimeSpan, HostSettings.Load(file).FunctionTimeout);
    }

    [Fact]
    public void Load_EnvironmentSaysOtherwise_IsHeard()
    {
        // A key that no other test looks at: the environment is the whole process's.
        const string Variable = "AzureFunctionsJobHost__extensions__serviceBus__prefetchCount";
        Environment.SetEnvironmentVariable(Variable, "17");
        try
        {
            Assert.Equal(17, HostSettings.Load(file).PrefetchCount);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Theory]
    [InlineData("{ cut off", "no JSON")]
    [InlineData("{}", "'version'")]
    [InlineData("""{ "version": "1.0" }""", "'version'")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "soon" }""", "'functionTimeout' is 'soon'")]
    [InlineData("""{ "version": "2.0", "extensions": { "serviceBus": { "maxConcurrentCalls": "many" } } }""", "'extensions.serviceBus.maxConcurrentCalls' is 'many'")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "default": "Loud" } } }""", "'logging.logLevel.default' is 'Loud'")]
    public void Load_Unusable_SaysWhereAndWhy(string content, string expected)
    {
        File.WriteAllText(file, content);

        var error = Assert.Throws<InvalidDataException>(() => HostSettings.Load(file));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }
}
