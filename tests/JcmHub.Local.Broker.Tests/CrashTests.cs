using JcmHub.Soak.Broker.Shared;

namespace JcmHub.Local.Broker.Tests;

/// <summary>A small share of what JcmHub.Soak does at length, with a broker in a process of its own.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task Kill_UnderLoad_LosesNothingAndRepeatsNothingCompleted()
    {
        var tally = await InDirectory(file => KillRounds.RunAsync(file, kills: 3, _ => { }));
        Assert.Empty(tally.Lost);
        Assert.Empty(tally.AfterCompletion);
        Assert.InRange(tally.Acknowledged, 300, int.MaxValue);
        Assert.InRange(tally.Completed, 300, int.MaxValue);
    }

    [Fact]
    public async Task Backlog_OfTenThousand_IsDrainedOnceByCompetingReceiversInLittleMemory()
    {
        var tally = await InDirectory(file => Backlog.RunAsync(file, 10_000));
        Assert.Equal((10_000, 0), (tally.Received, tally.Twice));
        Assert.InRange(tally.PeakMegabytes, 10, 150);
    }

    static async Task<T> InDirectory<T>(Func<string, Task<T>> run)
    {
        var directory = Directory.CreateTempSubdirectory("jcmhub-crash-").FullName;
        try
        {
            return await run(Path.Combine(directory, "broker.db"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
