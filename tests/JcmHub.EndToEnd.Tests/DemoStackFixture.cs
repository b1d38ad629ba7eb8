using JcmHub.Cli.Demo;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Stack;

namespace JcmHub.EndToEnd.Tests;

/// <summary>A stack of its own on which the demo has run: three projects, done.</summary>
public sealed class DemoStackFixture : IAsyncLifetime
{
    /// <summary>The stack.</summary>
    public StackFixture Hub { get; } = new();

    public async Task InitializeAsync()
    {
        await Hub.InitializeAsync();
        using var hub = new HttpClient { BaseAddress = Hub.Stack.Hub };
        using var registries = new HttpClient { BaseAddress = Hub.Stack.Registries };
        var client = new HubClient(hub, actor => Hub.Stack.Tokens.Issue(actor.Role, actor.Party, TimeSpan.FromHours(1)), TimeProvider.System);
        var run = new DemoRun(
            Path.Combine(AppContext.BaseDirectory, "samples"), client, new RegistriesClient(registries), () => default, ProofVerification.Verify, TimeProvider.System);
        var outcome = await run.RunAsync(new Progress<StackStep>(), CancellationToken.None);
        Assert.True(outcome.Ok, string.Join("; ", outcome.Problems ?? []));
    }

    public Task DisposeAsync() => Hub.DisposeAsync();
}
