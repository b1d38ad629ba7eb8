using System.Globalization;
using JcmHub.Soak.Demo;

// Long runs: dotnet run -c Release --project tests/JcmHub.Soak -- VERB COUNT [SEED]
if (args is not [var verb, var text, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
{
    Console.Error.WriteLine("usage: JcmHub.Soak VERB COUNT [SEED]\n  demo-crashes COUNT   kill the hub COUNT times at any moment of the demo; it must finish with the same result");
    return 2;
}

var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Random.Shared.Next();
Console.WriteLine($"seed {seed}");
switch (verb)
{
    case "demo-crashes":
        Console.WriteLine((await new DemoCrashes(Console.WriteLine).RunAsync(count, seed)).ToJsonString());
        return 0;
    default:
        Console.Error.WriteLine($"There is no run \"{verb}\".");
        return 2;
}
