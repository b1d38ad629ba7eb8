using JcmHub.Benchmarks.JsonSchema;
using JcmHub.Benchmarks.Way;

// Benchmarks: dotnet run -c Release --project tests/JcmHub.Benchmarks -- VERB
return args switch
{
    ["way"] => await WayBenchmark.RunAsync(),
    ["bare-web", var address] => await BareWeb.ServeAsync(address),
    ["json-schema"] => await JsonSchemaBenchmark.RunAsync(),
    ["json-schema-memory"] => await JsonSchemaBenchmark.RunMemoryAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: JcmHub.Benchmarks VERB\n  way                  storage and queue operations of one report; time from process start to the first answer\n  json-schema          a report of a million readings: ours, a bare reader, ajv\n  json-schema-memory   the peak memory of judging 1 GB");
    return 2;
}
