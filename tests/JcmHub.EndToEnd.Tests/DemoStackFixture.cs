namespace JcmHub.EndToEnd.Tests;

/// <summary>A stack of its own on which the demo has run: three projects, done.</summary>
public sealed class DemoStackFixture : IAsyncLifetime
{
    /// <summary>The stack.</summary>
    public StackFixture Hub { get; } = new();

    public async Task InitializeAsync()
    {
        await Hub.InitializeAsync();
        var outcome = await Hub.RunDemoAsync(Samples.Directory);
        Assert.True(outcome.Ok, string.Join("; ", outcome.Problems ?? []));
    }

    public Task DisposeAsync() => Hub.DisposeAsync();
}
