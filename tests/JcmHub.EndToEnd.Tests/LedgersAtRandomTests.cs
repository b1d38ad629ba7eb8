using JcmHub.Soak.AtRandom;
using Xunit.Abstractions;

namespace JcmHub.EndToEnd.Tests;

public sealed class LedgersAtRandomTests(ITestOutputHelper output)
{
    /// <summary>The soak's own code, a few steps of it; a failing run prints its seed, by which it is the same again.</summary>
    [Fact]
    public async Task StepsAtRandom_HeldAgainstAModel_AreAllAsTheyShouldBe() =>
        Assert.True(await new LedgersAtRandom(output.WriteLine).RunAsync(steps: 60, seed: Random.Shared.Next()), "see the output: the fault, its story and its seed");
}
