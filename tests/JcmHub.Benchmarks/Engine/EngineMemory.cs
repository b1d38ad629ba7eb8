using System.Diagnostics;
using System.Globalization;
using JcmHub.Adapters.Files;
using JcmHub.Benchmarks.Shared;
using JcmHub.Flows.Computation;

namespace JcmHub.Benchmarks.Engine;

/// <summary>Computes one report and says what the process took at its peak, in megabytes.</summary>
internal static class EngineMemory
{
    public static async Task<int> RunAsync(string file)
    {
        var rules = RuleBookFiles.Load(Path.Combine(Checkout.Root, "schemas"));
        await using var report = new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        var computed = await ReportComputation.ComputeAsync(report, _ => throw new InvalidOperationException(), rules, default);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine((process.PeakWorkingSet64 / 1e6).ToString("F0", CultureInfo.InvariantCulture));
        return computed.Errors.Count == 0 ? 0 : 1;
    }
}
