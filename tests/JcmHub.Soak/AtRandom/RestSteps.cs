using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Flows.Corrections;
using JcmHub.Flows.Issuance;

namespace JcmHub.Soak.AtRandom;

/// <summary>What a registry issued short, or refused to issue, is asked for again, or both governments let it lapse.</summary>
internal sealed class RestSteps(SoakWorld world)
{
    /// <summary>Asks for a rest, or lets some of it lapse.</summary>
    public async Task<bool> RestAsync()
    {
        var rests = world.Ledgers.Values.SelectMany(ledger => ledger.Units.Where(units => units.IsRest).Select(units => (Ledger: ledger, units.Decision, units.Registry))).Distinct().ToArray();
        if (rests.Length == 0)
            return false;
        var (ledger, decision, registry) = world.One(rests);
        var rest = ledger.In(registry).Where(units => units.IsRest && units.Decision == decision).ToArray();
        if (rest.Length > 20)
            return false;
        await (world.Random.Next(3) > 0 ? AskAsync(ledger, decision, registry, rest) : LapseAsync(ledger, decision, registry, rest));
        await world.RefreshAsync(ledger.Host.Code);
        return true;
    }

    private async Task AskAsync(ModelLedger ledger, string decision, string registry, ModelUnits[] rest)
    {
        var document = new JsonObject { ["documentType"] = "rest-request", ["schemaVersion"] = "1.0", ["registry"] = registry };
        var caller = world.Random.Next(2) == 0 ? SoakWorld.Registry(registry) : SoakWorld.Government(world.One(["JP", ledger.Host.Code]));
        var answer = world.Expect(await world.CallAsync(() => world.Hub.Get<AskForRest>().AskAsync(decision, SoakWorld.Bytes(document), caller, default)),
            $"{registry} is asked for the rest of {decision}: {Ranges(rest)}", [], decision)!;
        ledger.Change(registry, rest.Select(units => (units.First, units.Last)), units => units with { IsAnswered = false }, Phase.Awaiting);
        Close(registry, rest);
        var again = world.Expect(await world.CallAsync(() => world.Hub.Get<AskForRest>().AskAsync(decision, SoakWorld.Bytes(document), caller, default)), $"{registry} is asked for the rest of {decision} again", [], decision)!;
        if (again["records"]!.ToJsonString() != answer["records"]!.ToJsonString())
            throw new SoakFault($"The rest of {decision} is asked for by {answer["records"]} and by {again["records"]}.", decision);
    }

    private async Task LapseAsync(ModelLedger ledger, string decision, string registry, ModelUnits[] rest)
    {
        var most = rest.Sum(units => units.Tonnes);
        var tonnes = world.Random.Next(5) == 0 ? most + 1 : world.Random.NextInt64(1, most + 1);
        var correction = new JsonObject
        {
            ["documentType"] = "correction", ["schemaVersion"] = "1.0", ["correctionId"] = world.Name("C-"), ["kind"] = "lapse", ["reason"] = "issued-short", ["explanation"] = "the soak",
            ["host"] = ledger.Host.Code, ["decision"] = decision, ["tonnes"] = tonnes.ToString(CultureInfo.InvariantCulture), ["registry"] = registry, ["decidedOn"] = world.Today,
        };
        var ranges = ModelLedger.Lowest(rest.Select(units => (units.First, units.Last)), tonnes);
        foreach (var (party, codes) in new (string, string[])[] { ("JP", []), (ledger.Host.Code, tonnes > most ? ["correction-units"] : []) })
        {
            var outcome = await world.CallAsync(() => world.Hub.Get<DecideCorrection>().ApproveAsync(SoakWorld.Bytes(correction), SoakWorld.Government(party), default));
            world.Expect(outcome, $"{tonnes} t of {decision} lapse in {registry}, by {party}: {Ranges(rest)}", codes, decision);
        }

        if (tonnes > most)
            return;
        ledger.Change(registry, ranges, units => units with { Phase = Phase.Lapsed, IsAnswered = false }, Phase.Awaiting);
        Close(registry, rest);
    }

    /// <summary>Refused records of units that go another way are not sent anew.</summary>
    private void Close(string registry, ModelUnits[] rest)
    {
        foreach (var id in world.Refused.Where(refused => refused.Value is null && refused.Key.Split('.') is [_, var destination, _] && destination == registry).Select(refused => refused.Key).ToArray())
        {
            var record = JsonNode.Parse(world.Exchange.Arrived[id])!.AsObject();
            if (SoakRegistry.Kind(record) == "issuance" && id[..2] == rest[0].Decision[..2]
                && ModelBooking.Ranges(record["data"]!["blocks"]!.AsArray()).Any(range => rest.Any(units => units.First <= range.Last && units.Last >= range.First)))
                world.Refused[id] = "closed";
        }
    }

    private static string Ranges(ModelUnits[] rest) => string.Join(' ', rest.Select(units => string.Create(CultureInfo.InvariantCulture, $"{units.First}-{units.Last}")));
}
