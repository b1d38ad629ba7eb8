using System.Diagnostics;
using System.Globalization;
using JcmHub.Adapters.Files;
using JcmHub.Benchmarks.Shared;
using JcmHub.Domain.Quantities;
using JcmHub.Flows;
using JcmHub.Flows.Computation;
using JcmHub.Soak.Reports;

namespace JcmHub.Benchmarks.Engine;

/// <summary>
/// A report of minute readings of 64 meters from a file's bytes to tonnes, in the one pass of the validator's sink; beside it
/// in the same run a bare reader's walk of the same bytes, and DuckDB summing the same readings, a line each. Ratios count.
/// </summary>
internal static class EngineBenchmark
{
    private const int Meters = 64;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(int days)
    {
        var rules = RuleBookFiles.Load(Path.Combine(Checkout.Root, "schemas"));
        var folder = Directory.CreateTempSubdirectory("jcmhub-engine-").FullName;
        try
        {
            var byMinute = Path.Combine(folder, "by-minute.json");
            var byMeter = Path.Combine(folder, "by-meter.json");
            var (readings, total) = await WriteAsync(byMinute, days, meterByMeter: false);
            await WriteAsync(byMeter, days, meterByMeter: true);
            var bytes = new FileInfo(byMinute).Length;
            Console.WriteLine($"report   {bytes / 1e6:N0} MB, {readings:N0} minute readings of {Meters} meters; best of {Rounds} rounds in turn, processor time");
            var judged = new CountingTokens();
            Contestant[] contestants =
            [
                new("bare Utf8JsonReader walk", () => BareWalk.OfFile(byMinute)),
                new("bytes to verdict (sink that does nothing)", () => Judge(rules, byMinute, judged)),
                new("bytes to verdict and tonnes", () => Compute(rules, byMinute, total)),
                new("the same, one meter after another", () => Compute(rules, byMeter, total)),
            ];
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var contestant in contestants)
                    contestant.Run();
            }
            foreach (var contestant in contestants)
                contestant.Tell(contestants[0].Processor, bytes);

            File.Delete(byMeter);
            await TellMemoryAsync(byMinute, "peak memory");
            var tenth = Path.Combine(folder, "tenth.json");
            await WriteAsync(tenth, Math.Max(1, days / 10), meterByMeter: false);
            await TellMemoryAsync(tenth, "peak memory for a tenth of the readings");

            var lines = Path.Combine(folder, "readings.ndjson");
            WriteLines(byMinute, lines);
            await TellDuckDbAsync(lines, total, contestants[2]);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(long Readings, long TotalWattHours)> WriteAsync(string file, int days, bool meterByMeter)
    {
        await using var report = new MinuteReportStream(Meters, days, meterByMeter: meterByMeter);
        await using var output = File.Create(file);
        await report.CopyToAsync(output);
        return (report.Readings, report.TotalWattHours);
    }

    /// <summary>The readings of the report, which has one on each line, without what is around them.</summary>
    private static void WriteLines(string report, string lines)
    {
        using var output = new StreamWriter(lines);
        foreach (var line in File.ReadLines(report))
        {
            var start = line.IndexOf("{\"methodology\"", StringComparison.Ordinal);
            start = line.StartsWith("{\"documentType\"", StringComparison.Ordinal) ? line.LastIndexOf("{\"methodology\"", StringComparison.Ordinal) : start;
            output.WriteLine(line.AsSpan(start, line.LastIndexOf("\"}", line.EndsWith("minute data\"}", StringComparison.Ordinal) ? line.LastIndexOf(']') : line.Length - 1, StringComparison.Ordinal) + 2 - start));
        }
    }

    private static void Judge(RuleBook rules, string file, CountingTokens sink)
    {
        using var report = Open(file);
        if (rules.Schemas.CheckAsync(DocumentSchemas.MonitoringReport, report, sink, default).GetAwaiter().GetResult().Count > 0)
            throw new InvalidOperationException("the report is not valid");
    }

    private static void Compute(RuleBook rules, string file, long totalWattHours)
    {
        using var report = Open(file);
        var computed = ReportComputation.ComputeAsync(report, _ => throw new InvalidOperationException(), rules, default).GetAwaiter().GetResult();
        if (computed.Errors.Count > 0)
            throw new InvalidOperationException(computed.Errors[0].ToString());
        if (computed.Result!.Vintages.Single().Reference.Value != new Rational(totalWattHours, 1_000_000) * new Rational(319, 1000))
            throw new InvalidOperationException("the sum is wrong");
    }

    /// <summary>In a process of its own, whose peak is the computation's.</summary>
    private static async Task TellMemoryAsync(string file, string what)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["engine-memory", file]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Console.WriteLine($"{what}: {said.Trim()} MB (bar: 150 MB)");
    }

    private static async Task TellDuckDbAsync(string lines, long totalWattHours, Contestant ours)
    {
        if (await NodeRival.RunAsync("duckdb", "tests/JcmHub.Benchmarks/Engine/duckdb", "sum.mjs", script => [script, lines]) is not [var total, var oneWall, _, var allWall, var allProcessor])
            return;
        if ((long)total != totalWattHours)
            throw new InvalidOperationException($"DuckDB's sum is {total}, not {totalWattHours}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"DuckDB, the same readings from NDJSON, summed per meter: one thread {oneWall:F0} ms, all cores {allWall:F0} ms (processor {allProcessor:F0} ms); ours takes {ours.Wall.TotalMilliseconds / oneWall:F2} of the time of its one thread, {ours.Processor.TotalMilliseconds / allProcessor:F2} of its processor time"));
    }

    private static FileStream Open(string file) => new(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
}
