namespace JcmHub.Local.Host.Tests.Support;

/// <summary>One running host for the tests of a class that leave it as it is.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    internal SampleHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
