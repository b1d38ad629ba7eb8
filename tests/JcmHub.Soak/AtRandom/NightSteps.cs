using System.Globalization;
using System.Text.Json.Nodes;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Operations;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Soak.AtRandom;

/// <summary>The night's work: checkpoints, seals, and the comparison with every registry, which finds what was planted and nothing else.</summary>
internal sealed class NightSteps(SoakWorld world)
{
    private const string Market = "GX-ETS";

    /// <summary>How many differences were planted and found.</summary>
    public int Found { get; private set; }

    /// <summary>A night, and where something was planted another one without.</summary>
    public async Task<bool> NightAsync()
    {
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunAsync(() => world.Hub.Get<KeepCheckpoints>().RunAsync(default));
        await world.RunAsync(() => world.Hub.Get<SealRecords>().RunAsync(default));
        var planted = world.Random.Next(3) > 0 ? Plant() : null;
        if (planted is null && world.Random.Next(3) == 0)
            await SendSnapshotAsync();
        await ReconcileAsync(planted);
        world.Exchange.Planted.Clear();
        if (planted is not null)
            await ReconcileAsync(null);
        return true;
    }

    /// <summary>A reconciliation names exactly what was planted.</summary>
    public async Task ReconcileAsync(Planting? planted)
    {
        // The last one is told by its time.
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var result = await world.Hub.Get<Reconcile>().RunAsync(default);
        var registries = result["registries"]!.AsArray();
        world.Tell($"reconciled: {string.Join(", ", registries.Select(part => $"{part!["registry"]} {part["state"]}"))}{(planted is null ? "" : $"; planted {planted}")}");
        foreach (var part in registries.Select(part => part!.AsObject()))
        {
            var registry = part["registry"]!.GetValue<string>();
            if (part["differences"] is not JsonArray all)
                throw new SoakFault($"{registry} was not compared: {part["errors"]}.", registry);
            var differences = all.Where(difference => registry != Market || !IsRefused(difference!.AsObject())).ToArray();
            if (planted is null || planted.Registry != registry)
            {
                if (differences.Length > 0)
                    throw new SoakFault($"{registry} differs, and nothing was planted: {differences[0]}.", Names(differences[0]!));
                continue;
            }

            var wrong = differences.FirstOrDefault(difference => $"{difference!["code"]}" != planted.Code 
                || (difference["first"] is not null && (Number(difference, "first") < planted.First || Number(difference, "last") > planted.Last)));
            if (wrong is not null || differences.Sum(difference => Number(difference!, "tonnes")) != planted.Last - planted.First + 1)
                throw new SoakFault($"Planted was {planted}; found was {string.Join("; ", differences.Select(difference => difference!.ToJsonString()))}.", registry);
            Found++;
        }
    }

    /// <summary>A registry that the hub could ask sends its snapshot of the day instead.</summary>
    private async Task SendSnapshotAsync()
    {
        var registry = world.One(world.Exchange.Registries.Keys.Where(code => code != Market).ToArray());
        var snapshot = SoakWorld.Bytes(world.Exchange.Registries[registry].Snapshot(world.Clock.GetUtcNow()));
        world.Expect(await world.Hub.Get<ReceiveSnapshot>().PutAsync(registry, world.Today, snapshot, default), $"a snapshot of {registry}", [], registry);
    }

    /// <summary>Plants a difference into the snapshot of a registry of which nothing is on its way.</summary>
    private Planting? Plant()
    {
        var quiet = world.Exchange.Registries.Values.Where(registry => registry.Code != Market && registry.Holdings.Count > 0
            && world.Tails.Where(stream => stream.Key.Destination == registry.Code).All(stream => world.BookedOf(stream.Key.Host, registry.Code) == stream.Value)).ToArray();
        if (quiet.Length == 0)
            return null;
        var registry = world.One(quiet);
        var snapshot = registry.Snapshot(world.Clock.GetUtcNow());
        var blocks = snapshot["blocks"]!.AsArray();
        var block = world.One(blocks.ToArray())!.AsObject();
        var (first, last) = (Number(block, "first"), Number(block, "last"));
        world.Exchange.Planted[registry.Code] = snapshot;
        switch (world.Random.Next(6))
        {
            case 0:
                blocks.Remove(block);
                return new Planting(registry.Code, "missing-remote", first, last);
            case 1:
                block["account"] = $"{registry.Code}-DRIFT";
                return new Planting(registry.Code, "status-mismatch", first, last);
            case 2:
                block["vintage"] = block["vintage"]!.GetValue<int>() + 1;
                return new Planting(registry.Code, "status-mismatch", first, last);
            case 3:
                block["accountType"] = $"{block["accountType"]}" == "retirement" ? "cancellation" : "retirement";
                return new Planting(registry.Code, "status-mismatch", first, last);
            case 4 when snapshot["adjustments"]!.AsArray() is { Count: > 0 } adjustments:
                var adjustment = world.One(adjustments.ToArray())!;
                if (world.Random.Next(2) == 0)
                {
                    adjustments.Remove(adjustment);
                    return new Planting(registry.Code, "adjustment-missing-remote", 1, Number(adjustment, "tonnes"));
                }

                adjustment["tonnes"] = (Number(adjustment, "tonnes") + 1).ToString(CultureInfo.InvariantCulture);
                return new Planting(registry.Code, "adjustment-mismatch", 1, Number(adjustment, "tonnes"));
            default:
                var added = block.DeepClone().AsObject();
                (added["first"], added["last"], added["tonnes"]) = ("5000000", "5000009", "10");
                blocks.Add(added);
                return new Planting(registry.Code, "missing-local", 5_000_000, 5_000_009);
        }
    }

    /// <summary>Whether a difference with the market is of units about which it refused a record.</summary>
    private bool IsRefused(JsonObject difference)
    {
        var (first, last) = (Number(difference, "first"), Number(difference, "last"));
        return world.Refused.Keys.Where(id => id.Contains(Market, StringComparison.Ordinal)).SelectMany(id => JsonNode.Parse(world.Exchange.Arrived[id])!["data"]!["blocks"]!.AsArray())
            .Any(block => Number(block!, "registryFirst") <= last && Number(block!, "registryLast") >= first);
    }

    private IEnumerable<string> Names(JsonNode difference)
    {
        yield return $"{difference["project"]}";
        if (difference["first"] is null)
            yield break;
        foreach (var held in world.Exchange.Registries.Values.SelectMany(registry => registry.Holdings).Where(held => held.First <= Number(difference, "last") && held.Last >= Number(difference, "first")))
            yield return string.Create(CultureInfo.InvariantCulture, $"{held.HubFirst}-");
    }

    private static long Number(JsonNode node, string name) => node[name] is { } value ? long.Parse(value.ToString(), CultureInfo.InvariantCulture) : 0;

    /// <summary>A difference that was planted.</summary>
    internal sealed record Planting(string Registry, string Code, long First, long Last);
}
