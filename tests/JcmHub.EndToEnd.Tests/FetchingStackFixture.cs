namespace JcmHub.EndToEnd.Tests;

/// <summary>A stack of its own in which the registries of Thailand and Japan fetch their records.</summary>
/// <param name="thailand">Thailand's mode of delivery.</param>
/// <param name="japan">Japan's.</param>
public abstract class FetchingStackFixture(string thailand, string japan) : IAsyncLifetime
{
    /// <summary>The stack.</summary>
    public StackFixture Hub { get; } = new() { DeliveryModes = new Dictionary<string, string> { ["TH"] = thailand, ["JP"] = japan } };

    public Task InitializeAsync() => Hub.InitializeAsync();

    public Task DisposeAsync() => Hub.DisposeAsync();
}
