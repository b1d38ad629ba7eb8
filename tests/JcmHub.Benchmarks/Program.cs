using JcmHub.Benchmarks.Way;

// Benchmarks: dotnet run -c Release --project tests/JcmHub.Benchmarks -- VERB
return args switch
{
    ["way"] => await WayBenchmark.RunAsync(),
    ["bare-web", var address] => await BareWeb.ServeAsync(address),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: JcmHub.Benchmarks VERB\n  way   storage and queue operations of one report; time from process start to the first answer");
    return 2;
}
