using System.Diagnostics;
using JcmHub.Benchmarks.Shared;
using JcmHub.JsonSchema;
using JcmHub.Soak.Reports;

namespace JcmHub.Benchmarks.JsonSchema;

/// <summary>
/// A report of a million minute readings, about 200 MB, against the hub's own report schema: ours, a bare reader's walk
/// of the same bytes, and ajv on Node with its JSON.parse, all in one run. Ratios count, not seconds.
/// </summary>
internal static class JsonSchemaBenchmark
{
    private const int Meters = 9;
    private const int Days = 77;
    private const int Rounds = 9;

    public static async Task<int> RunAsync()
    {
        var schemaFile = Path.Combine(Checkout.Root, "schemas", "reports", "monitoring-report-1.0.json");
        var schema = new SchemaRegistry().Compile(await File.ReadAllBytesAsync(schemaFile), new SchemaOptions { AssertFormat = true });
        var report = BytesOf(Meters, Days, out var readings);
        var file = Path.Combine(Path.GetTempPath(), $"jcmhub-report-{Environment.ProcessId}.json");
        await File.WriteAllBytesAsync(file, report);
        try
        {
            Console.WriteLine($"schema   {schemaFile} (formats asserted)");
            Console.WriteLine($"report   {report.Length / 1e6:F0} MB, {readings:N0} readings; best of {Rounds} rounds in turn, processor time");
            var sink = new CountingSink();
            Contestant[] contestants =
            [
                new("bare Utf8JsonReader walk, in memory", () => BareWalk.Of(report)),
                new("ours, in memory", () => Require(schema.Validate(report.AsMemory()))),
                new("ours, in memory, every value to a sink", () => Require(schema.Validate(report.AsMemory(), sink))),
                new("bare Utf8JsonReader walk, from the file", () => BareWalk.OfFile(file)),
                new("ours, from the file", () => Require(ValidateFile(schema, file))),
            ];
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var contestant in contestants)
                    contestant.Run();
            }
            foreach (var contestant in contestants)
                contestant.Tell(contestants[0].Processor, report.Length);
            TellAllocations(schema, report, readings);
            await AjvRival.TellAsync(schemaFile, file, contestants[^1].Wall);
            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>One document of a gigabyte, made as it is read, in this process alone; its peak is the answer.</summary>
    public static async Task<int> RunMemoryAsync()
    {
        var schemaFile = Path.Combine(Checkout.Root, "schemas", "reports", "monitoring-report-1.0.json");
        var schema = new SchemaRegistry().Compile(await File.ReadAllBytesAsync(schemaFile), new SchemaOptions { AssertFormat = true });
        await using var report = new MinuteReportStream(meters: 17, days: 204);
        var watch = Stopwatch.StartNew();
        Require(await schema.ValidateAsync(report));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"1 GB, {report.Readings:N0} readings, made while reading: {watch.Elapsed.TotalSeconds:F1} s, peak memory {process.PeakWorkingSet64 / 1e6:F0} MB (bar: 100 MB)");
        return 0;
    }

    private static void TellAllocations(CompiledSchema schema, byte[] report, long readings)
    {
        var (small, large) = (Allocated(schema, BytesOf(1, 1, out var few)), Allocated(schema, report));
        Console.WriteLine($"allocated: {small} bytes for {few:N0} readings, {large} for {readings:N0}: {(large - small) / (double)(readings - few):F4} bytes per reading");
    }

    private static byte[] BytesOf(int meters, int days, out long readings)
    {
        using var bytes = new MemoryStream();
        using var report = new MinuteReportStream(meters, days);
        report.CopyTo(bytes);
        readings = report.Readings;
        return bytes.ToArray();
    }

    private static long Allocated(CompiledSchema schema, byte[] report)
    {
        Require(schema.Validate(report.AsMemory()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Require(schema.Validate(report.AsMemory()));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ValidationResult ValidateFile(CompiledSchema schema, string file)
    {
        using var stream = new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        return schema.ValidateAsync(stream).AsTask().GetAwaiter().GetResult();
    }

    private static void Require(ValidationResult result)
    {
        if (!result.IsValid)
            throw new InvalidOperationException($"the report is not valid: {result.Errors[0]}");
    }
}
