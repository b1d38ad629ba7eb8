using JcmHub.Benchmarks.Broker;
using JcmHub.Benchmarks.JsonSchema;
using JcmHub.Benchmarks.Ledgers;
using JcmHub.Benchmarks.Way;

// Benchmarks: dotnet run -c Release --project tests/JcmHub.Benchmarks -- VERB
return args switch
{
    ["way"] => await WayBenchmark.RunAsync(),
    ["bare-web", var address] => await BareWeb.ServeAsync(address),
    ["broker"] => await BrokerBenchmark.RunAsync(),
    ["json-schema"] => await JsonSchemaBenchmark.RunAsync(),
    ["json-schema-memory"] => await JsonSchemaBenchmark.RunMemoryAsync(),
    ["journal", .. var rest] => JournalBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: JcmHub.Benchmarks VERB
          way                  storage and queue operations of one report; time from process start to the first answer
          broker               messages per second with the official client and with ours, beside bare SQLite commits and loopback echoes
          json-schema          a report of a million readings: ours, a bare reader, ajv
          json-schema-memory   the peak memory of judging 1 GB
          journal [ENTRIES]    verifying a journal, beside bare SHA-256 and Utf8JsonReader over the same bytes
        """);
    return 2;
}
