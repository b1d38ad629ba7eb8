// Long runs, one verb a subject; each subject has its folder.
using JcmHub.Soak.AtRandom;
using JcmHub.Soak.Broker;
using JcmHub.Soak.Broker.Shared;
using JcmHub.Soak.Calendar;
using JcmHub.Soak.Demo;
using JcmHub.Soak.Exchange;
using JcmHub.Soak.Ledgers;
using JcmHub.Soak.Market;

switch (args)
{
    case ["broker-serve", .. var rest]:
        return await BrokerProcess.ServeAsync(rest);
    case ["functions", var step, var reached, var ahead]:
        return await StoppingFunctions.RunAsync(step, reached, int.Parse(ahead, System.Globalization.CultureInfo.InvariantCulture));
    case ["broker", _, ..]:
        return await BrokerSoak.RunAsync(args[1..]);
    case ["demo-crashes", ..]:
        return await DemoCrashes.RunAsync(args[1..]);
    case ["ledger-issue", .. var rest]:
        return await LedgerIssuer.RunAsync(rest);
    case ["ledger-crashes", ..]:
        return await LedgerCrashes.RunAsync(args[1..]);
    case ["ledgers-at-random", ..]:
        return await LedgersAtRandom.RunAsync(args[1..]);
    case ["local-days", ..]:
        return LocalDaysScan.Run(args[1..]);
    case ["market-feed", ..]:
        return await MarketFeed.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine($"dotnet run --project tests/JcmHub.Soak -- VERB\n{BrokerSoak.Usage}\n{DemoCrashes.Usage}\n{LedgerCrashes.Usage}\n{LedgersAtRandom.Usage}\n{LocalDaysScan.Usage}\n{MarketFeed.Usage}");
        return 2;
}
