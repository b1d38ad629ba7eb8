using JcmHub.Soak.Ledgers;
using Xunit.Abstractions;

namespace JcmHub.EndToEnd.Tests;

public sealed class LedgerCrashTests(ITestOutputHelper output)
{
    /// <summary>The soak's own code, three rounds of it.</summary>
    [Fact]
    public async Task TwoProcesses_IssuingForOneParty_KilledAndWithAnswersLost_LoseAndDoubleNothing()
    {
        var (answered, entries) = await new LedgerCrashes(output.WriteLine).RunAsync(rounds: 3, lostPercent: 10, seed: Random.Shared.Next());

        Assert.True(entries >= 2 * answered);
    }
}
