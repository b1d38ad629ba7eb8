using JcmHub.Benchmarks.Broker;
using JcmHub.Benchmarks.Way;

// Benchmarks: dotnet run -c Release --project tests/JcmHub.Benchmarks -- VERB
return args switch
{
    ["way"] => await WayBenchmark.RunAsync(),
    ["broker"] => await BrokerBenchmark.RunAsync(),
    ["bare-web", var address] => await BareWeb.ServeAsync(address),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: JcmHub.Benchmarks VERB\n  way   storage and queue operations of one report; time from process start to the first answer\n  broker   messages per second with the official client and with ours, beside bare SQLite commits and loopback echoes");
    return 2;
}
