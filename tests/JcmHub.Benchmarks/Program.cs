using JcmHub.Benchmarks.Broker;
using JcmHub.Benchmarks.Engine;
using JcmHub.Benchmarks.Exchange;
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
    ["ledger"] => await LedgerBenchmark.RunAsync(),
    ["exchange"] => await ExchangeBenchmark.RunAsync(records: 1200),
    ["exchange", var records] => await ExchangeBenchmark.RunAsync(int.Parse(records, System.Globalization.CultureInfo.InvariantCulture)),
    ["journal", .. var rest] => JournalBenchmark.Run(rest),
    ["engine"] => await EngineBenchmark.RunAsync(days: 55),
    ["engine", var days] => await EngineBenchmark.RunAsync(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture)),
    ["engine-memory", var file] => await EngineMemory.RunAsync(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: JcmHub.Benchmarks VERB
          way                  storage and queue operations of one report; time from process start to the first answer
          broker               messages per second with the official client and with ours, beside bare SQLite commits and loopback echoes
          json-schema          a report of a million readings: ours, a bare reader, ajv
          engine [DAYS]        a report of 1 GB (55 days of 64 meters' minutes) from bytes to tonnes: ours, a bare reader, DuckDB; peak memory
          json-schema-memory   the peak memory of judging 1 GB
          ledger               operations on 32 Parties and on one, beside the same requests sent bare to the same storage
          exchange [RECORDS]   records from the outbox to the receipt, to one and to four destinations, beside bare storage and a bare broker
          journal [ENTRIES]    verifying a journal, beside bare SHA-256 and Utf8JsonReader over the same bytes
        """);
    return 2;
}
