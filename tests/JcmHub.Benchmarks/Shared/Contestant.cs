using System.Diagnostics;
using System.Globalization;

namespace JcmHub.Benchmarks.Shared;

/// <summary>One way through the report and its best round. Processor time, because the machine may have other work.</summary>
internal sealed class Contestant(string name, Action action)
{
    public TimeSpan Wall { get; private set; } = TimeSpan.MaxValue;

    public TimeSpan Processor { get; private set; } = TimeSpan.MaxValue;

    public void Run()
    {
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        action();
        var wall = watch.Elapsed;
        var processor = Environment.CpuUsage.TotalTime - before;
        Wall = wall < Wall ? wall : Wall;
        Processor = processor < Processor ? processor : Processor;
    }

    public void Tell(TimeSpan bare, long bytes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-42} {Processor.TotalMilliseconds,6:F0} ms {bytes / 1e6 / Processor.TotalSeconds,6:F0} MB/s   {bare / Processor:F2} of the bare walk   (wall {Wall.TotalMilliseconds:F0} ms)"));
}
