// Long runs, one verb a subject; each subject has its folder.
using JcmHub.Soak.Broker;
using JcmHub.Soak.Broker.Shared;

switch (args)
{
    case ["broker-serve", .. var rest]:
        return await BrokerProcess.ServeAsync(rest);
    case ["broker", _, ..]:
        return await BrokerSoak.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine($"dotnet run --project tests/JcmHub.Soak -- VERB\n{BrokerSoak.Usage}");
        return 2;
}
