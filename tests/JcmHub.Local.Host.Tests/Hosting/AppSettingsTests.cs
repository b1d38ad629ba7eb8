using JcmHub.Local.Host.Hosting;
using Microsoft.Extensions.Configuration;

namespace JcmHub.Local.Host.Tests.Hosting;

public sealed class AppSettingsTests
{
    [Theory]
    [InlineData("Queues", "Queues")]
    [InlineData("Queues", "ConnectionStrings:Queues")]
    [InlineData("Queues", "AzureWebJobsQueues")]
    [InlineData(null, "AzureWebJobsServiceBus")]
    [InlineData("%Name%", "Queues")]
    public void Connection_ByEachName_IsFound(string? connection, string key) =>
        Assert.Equal("own", Settings((key, "own"), ("Name", "Queues")).Connection(connection));

    [Fact]
    public void Connection_ByIdentity_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Settings(("Queues:fullyQualifiedNamespace", "jcmhub.servicebus.windows.net")).Connection("Queues"));

    [Fact]
    public void Resolve_Placeholders_AreReplaced() => Assert.Equal("a-1-b-2", Settings(("X", "1"), ("Y:Z", "2")).Resolve("a-%X%-b-%Y:Z%"));

    [Fact]
    public void Resolve_Unknown_NamesTheSetting() =>
        Assert.Contains("'Missing'", Assert.Throws<InvalidOperationException>(() => Settings().Resolve("%Missing%")).Message, StringComparison.Ordinal);

    private static AppSettings Settings(params (string Key, string Value)[] values) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());
}
