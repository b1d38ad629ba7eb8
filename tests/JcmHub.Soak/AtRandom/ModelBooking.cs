using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.Soak.AtRandom;

/// <summary>What a registry's right receipt of a record does, by the rules of the field.</summary>
internal static class ModelBooking
{
    /// <summary>Books a receipt.</summary>
    public static void Book(ModelLedger ledger, string registry, JsonObject record, JsonObject receipt)
    {
        var data = record["data"]!.AsObject();
        var isApplied = receipt["outcome"]!.GetValue<string>() == "applied";
        var ranges = Ranges(data["blocks"]?.AsArray() ?? []).ToArray();
        switch (SoakRegistry.Kind(record))
        {
            case "issuance":
                if (isApplied)
                    Issue(ledger, registry, data, receipt);
                Answer(ledger, registry, ranges, isAnswered: true);
                break;
            case "international-transfer" when isApplied:
                Leave(ledger, registry, ranges);
                break;
            case "international-transfer":
                // What a decision moves stays on its way until its record is sent anew; what a holder asked for is free again.
                foreach (var units in ledger.In(registry).Where(units => units.Phase == Phase.Reserved && ranges.Any(range => units.First <= range.Last && units.Last >= range.First)).ToArray())
                    ledger.Change(registry, units.First, units.Last, Freed, Phase.Reserved);
                break;
            case "transfer" or "retirement" or "cancellation":
                var to = data["toAccount"]!.GetValue<string>();
                var tonnes = ranges.Sum(range => range.Last - range.First + 1);
                // What corrects or replaces is cancelled for nobody's purpose.
                var isForOthers = isApplied && (data["purpose"]?.GetValue<string>() == "OIMP"
                    || (SoakRegistry.Kind(record) == "cancellation" && data["duty"] is null && data["reason"]?.GetValue<string>() == "the soak"));
                ledger.Change(registry, ranges, units =>
                {
                    var isTransfer = isForOthers && units is { IsForOthers: true, Transferred: false };
                    if (isTransfer)
                        ledger.Oblige(units.Vintage, units.Tonnes);
                    return Freed(units) with { Account = isApplied ? to : units.Account, Transferred = units.Transferred || isTransfer };
                }, Phase.Reserved);
                if (isApplied && data["purpose"]?.GetValue<string>() == "NDC")
                {
                    var use = (registry, data["useYear"]!.GetValue<int>());
                    ledger.Used[use] = ledger.Used.GetValueOrDefault(use) + tonnes;
                }

                if (data["duty"]?.GetValue<string>() is { } duty)
                    ledger.Duties[duty] = ledger.Duties[duty] is var (owed, open) && isApplied ? (owed, open - tonnes) : (owed + tonnes, open);

                break;
            case "unit-block" when isApplied:
                ledger.Change(registry, ranges, units => units with { Hold = null }, Phase.Blocked);
                break;
            case "unit-release" when isApplied:
                ledger.Change(registry, ranges, Freed, Phase.Blocked);
                break;
            case "authorization-revision" when isApplied:
                ledger.Change(registry, ranges, Freed, Phase.Reserved);
                break;
        }
    }

    /// <summary>First and last unit of each block of a record or a receipt.</summary>
    public static IEnumerable<(long First, long Last)> Ranges(JsonArray blocks) => blocks.Select(block => (Number(block!, "hubFirst"), Number(block!, "hubLast")));

    private static void Issue(ModelLedger ledger, string registry, JsonObject data, JsonObject receipt)
    {
        foreach (var block in receipt["blocks"]!.AsArray())
        {
            var (first, last, number) = (Number(block!, "hubFirst"), Number(block!, "hubLast"), Number(block!, "registryFirst"));
            var isLinked = data["blocks"]!.AsArray().Single(asked => Number(asked!, "hubFirst") == first)!["linkedTo"] is not null;
            // Flow B: Japan's issuance of authorised units is the first transfer.
            var isTransfer = registry == "JP" && !isLinked;
            ledger.Change(registry, first, last, units =>
            {
                if (isTransfer && units.Authorization is not null)
                    ledger.Oblige(units.Vintage, units.Tonnes);
                return units with { Phase = Phase.Live, IsAnswered = false, Number = number + units.First - first, Transferred = units.Transferred || (isTransfer && units.Authorization is not null) };
            }, Phase.Awaiting);
        }
    }

    /// <summary>What still waits of a record's units has its answer, or is asked for anew.</summary>
    public static void Answer(ModelLedger ledger, string registry, IEnumerable<(long First, long Last)> ranges, bool isAnswered)
    {
        foreach (var (first, last) in ranges)
        {
            foreach (var units in ledger.In(registry).Where(units => units.Phase == Phase.Awaiting && units.First <= last && units.Last >= first).ToArray())
                ledger.Change(registry, Math.Max(first, units.First), Math.Min(last, units.Last), part => part with { IsAnswered = isAnswered }, Phase.Awaiting);
        }
    }

    /// <summary>Units leave the host's registry and wait for Japan's.</summary>
    private static void Leave(ModelLedger ledger, string registry, IEnumerable<(long First, long Last)> ranges)
    {
        var gone = new List<ModelUnits>();
        ledger.Change(registry, ranges, units =>
        {
            gone.Add(units);
            return units with { Phase = Phase.Out, Account = ledger.Host.Out, Transferred = true, Hold = null };
        }, Phase.Leaving, Phase.Reserved);
        foreach (var units in gone)
        {
            if (units.Authorization is not null)
                ledger.Oblige(units.Vintage, units.Tonnes);
            var account = units.Hold is { } operation
                ? ledger.Abroad[operation]
                : ledger.Recipients.Single(line => line.First <= units.First && units.Last <= line.Last).Account;
            ledger.Add(units with { Registry = "JP", Phase = Phase.Awaiting, Account = account, Number = null, Transferred = true, Hold = null });
        }
    }

    private static ModelUnits Freed(ModelUnits units) => units with { Phase = Phase.Live, Hold = null };

    private static long Number(JsonNode node, string name) => long.Parse(node[name]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
