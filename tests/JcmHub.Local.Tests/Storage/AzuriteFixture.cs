using JcmHub.Local.Stack;
using JcmHub.Local.Storage;

namespace JcmHub.Local.Tests.Storage;

/// <summary>The checkout's own Azurite, installed once for whoever needs it.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    internal string Installation { get; private set; } = "";

    public async Task InitializeAsync() =>
        Installation = await new AzuriteInstallation(Checkout.ToolsDirectory, new NodeTools(), TimeProvider.System)
            .EnsureAsync(() => { }, CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;
}
