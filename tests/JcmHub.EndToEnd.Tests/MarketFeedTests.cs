using JcmHub.Soak.Market;
using Xunit.Abstractions;

namespace JcmHub.EndToEnd.Tests;

public sealed class MarketFeedTests(ITestOutputHelper output)
{
    /// <summary>The soak's own code, some sales of it.</summary>
    [Fact]
    public async Task Feed_PolledWhileUnitsAreSoldAndDelivered_EndsWithTheLedgersList()
    {
        var (records, polls) = await new MarketFeed(output.WriteLine).RunAsync(sales: 40, seed: Random.Shared.Next());

        Assert.True(records > 0 && polls > 0);
    }
}
