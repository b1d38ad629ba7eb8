using System.Text.Json.Nodes;

namespace JcmHub.Flows.Tests.Issuance;

/// <summary>One rule of the ledger broken in one entry; the forger makes every hash good again.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Fits">The entries to which it can be done.</param>
/// <param name="Forge">Does it; the whole journal is given too.</param>
/// <param name="Codes">What the entry must fail with.</param>
internal sealed record Forgery(string Name, Func<JsonObject, bool> Fits, Action<JsonObject, JsonObject[]> Forge, params string[] Codes)
{
    public static IReadOnlyList<Forgery> All { get; } =
    [
        new("a block overlaps its neighbour", entry => Drawn(entry) && Blocks(entry).Count > 1, (entry, _) =>
            Block(entry, 1)["units"] = $"{Units(Block(entry, 1)).First - 1}-{Units(Block(entry, 1)).Last}", "journal-units"),
        new("units are drawn that were drawn before", entry => Drawn(entry) && !entry["change"]!["drawn"]!.GetValue<string>().StartsWith("1-", StringComparison.Ordinal), (entry, _) =>
            entry["change"]!["drawn"] = "1-" + entry["change"]!["drawn"]!.GetValue<string>().Split('-')[1], "journal-drawn"),
        new("a block of minus tonnes", entry => Blocks(entry).Count > 0, (entry, _) =>
            Block(entry)["units"] = $"{Units(Block(entry)).Last + 1}-{Units(Block(entry)).First}", "journal-unreadable"),
        new("a block of no tonnes", entry => Blocks(entry).Count > 0, (entry, _) =>
            Block(entry)["units"] = $"{Units(Block(entry)).First}-{Units(Block(entry)).First - 1}", "journal-unreadable"),
        new("units live in two registries", entry => Replaces(entry) && State(Block(entry)) == "live", (entry, _) =>
            Add(entry, block => block["registry"] = block["registry"]!.GetValue<string>() == "TH" ? "JP" : "TH"), "journal-live-twice"),
        new("what moved out stays live too", entry => MovesOut(entry), (entry, _) => Out(entry)["state"] = "live", "journal-state"),
        new("what moved out does not arrive", entry => MovesOut(entry), (entry, _) => Blocks(entry).Remove(Japans(entry)), "journal-units"),
        new("what arrives is more than moved out", entry => MovesOut(entry), (entry, _) =>
        {
            Japans(entry)["units"] = $"{Units(Japans(entry)).First}-{Units(Japans(entry)).Last + 1}";
            Japans(entry)["linkedSerials"] = Longer(Japans(entry)["linkedSerials"]!.GetValue<string>());
        }, "journal-live-twice"),
        new("what arrives is linked to other units", entry => MovesOut(entry), (entry, _) => Japans(entry)["linkedSerials"] = Shifted(Japans(entry)["linkedSerials"]!.GetValue<string>()), "journal-identity"),
        new("adjusted twice", entry => MovesOut(entry), (entry, _) =>
        {
            var adjustments = entry["change"]!["adjustments"]!.AsArray();
            var again = adjustments[0]!.DeepClone();
            var parts = again["id"]!.GetValue<string>().Split('.');
            again["id"] = $"{parts[0]}.{parts[1]}.{int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) + 1}";
            adjustments.Add(again);
        }, "journal-adjustment"),
        new("not adjusted", entry => MovesOut(entry), (entry, _) => entry["change"]!["adjustments"] = new JsonArray(), "journal-adjustment"),
        new("adjusted by another amount", entry => MovesOut(entry), (entry, _) => entry["change"]!["adjustments"]![0]!["tonnes"] = "1000", "journal-adjustment"),
        new("adjusted for another year", entry => MovesOut(entry), (entry, _) =>
        {
            var adjustment = entry["change"]!["adjustments"]![0]!;
            var parts = adjustment["id"]!.GetValue<string>().Split('.');
            (adjustment["vintage"], adjustment["id"]) = ("2030", $"{parts[0]}.2030.{parts[2]}");
        }, "journal-adjustment"),
        new("adjusted by another Party", MovesOut, (entry, _) => Adjustment(entry)["party"] = "JP", "journal-adjustment"),
        new("adjusted for a transfer that is not there", MovesOut, (entry, _) => Adjustment(entry)["firstTransfer"] = "TH.TH.999", "journal-adjustment"),
        new("adjusted by a record that is not there", MovesOut, (entry, _) => Adjustment(entry)["record"] = "TH.TH.999", "journal-adjustment"),
        new("adjusted for another decision", MovesOut, (entry, _) => Adjustment(entry)["decision"] = "TH-OTHER", "journal-adjustment"),
        new("adjusted on another day than the transfer", MovesOut, (entry, _) => Adjustment(entry)["obligedOn"] = "2021-01-01", "journal-adjustment"),
        new("booked before it was obliged", MovesOut, (entry, _) => Adjustment(entry)["receiptedOn"] = "2020-01-01", "journal-adjustment"),
        new("a record out of its stream", MovesOut, (entry, _) => entry["change"]!["records"]!.AsArray().Add(JsonNode.Parse("""{"id":"TH.JP.7","digest":"sha-256:1"}""")), "journal-record"),
        new("a transfer out of an account without the units", entry => Replaces(entry), (entry, _) => entry["change"]!["replaced"]![0] = "TH.999999.1", "journal-block"),
        new("a block is used up twice", entry => Replaces(entry), (entry, _) =>
            entry["change"]!["replaced"]!.AsArray().Add(entry["change"]!["replaced"]![0]!.DeepClone()), "journal-block"),
        new("a block as an earlier entry left it", entry => Replaces(entry), (entry, _) =>
            entry["change"]!["replaced"]![0] = entry["change"]!["replaced"]![0]!.GetValue<string>() is var key ? key[..(key.LastIndexOf('.') + 1)] + "0" : "", "journal-block"),
        new("more is transferred than held", entry => Replaces(entry) && !MovesOut(entry), (entry, _) => Longer(Blocks(entry)[^1]!.AsObject()), "journal-live-twice", "journal-units"),
        new("tonnes vanish", entry => Replaces(entry), (entry, _) => Blocks(entry).RemoveAt(Blocks(entry).Count - 1), "journal-units"),
        new("units move before they are reserved", entry => Puts(entry, "reserved"), (entry, _) => Of(entry, "reserved")["account"] = "XX-ELSEWHERE", "journal-state"),
        new("reserved units arrive elsewhere than was asked for", Settles, (entry, _) => Block(entry)["account"] = "XX-ELSEWHERE", "journal-state"),
        new("units settled by another operation", Settles, (entry, _) => Block(entry)["operation"] = "XX.op", "journal-state"),
        new("settled units are bound for somewhere still", Settles, (entry, _) => Block(entry)["movesTo"] = "XX-ELSEWHERE", "journal-state"),
        new("notified units are issued in the same entry", Drawn, (entry, _) => Block(entry)["state"] = "live", "journal-state"),
        new("notified units go out at once", entry => Issues(entry), (entry, _) =>
        {
            var block = Block(entry);
            (block["state"], block["account"], block["accountType"], block["firstTransferredOn"]) = ("out", "TH-ITO", "international-transfer-out", "2025-11-11");
        }, "journal-state"),
        new("issued without the registry's numbers", Issues, (entry, _) => Block(entry).Remove("registrySerials"), "journal-state"),
        new("the registry's numbers are fewer than the units", entry => Issues(entry), (entry, _) =>
        {
            var serials = Block(entry)["registrySerials"]!.GetValue<string>().Split('-');
            Block(entry)["registrySerials"] = $"{serials[0]}-{long.Parse(serials[1], System.Globalization.CultureInfo.InvariantCulture) + 1}";
        }, "journal-serials"),
        new("the registry's numbers were given before", entry => Issues(entry) && Blocks(entry).Count > 1, (entry, _) =>
        {
            var (one, other) = (Block(entry), Block(entry, 1));
            var first = long.Parse(one["registrySerials"]!.GetValue<string>().Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
            other["registrySerials"] = $"{first}-{first + Units(other).Last - Units(other).First}";
        }, "journal-serials"),
        new("held units go out without leaving", entry => Puts(entry, "blocked"), (entry, _) => Of(entry, "blocked")["state"] = "out", "journal-state"),
        new("moved units come back", entry => MovesOut(entry), (entry, _) => Out(entry)["accountType"] = "pending", "journal-state"),
        new("blocked units are moved", entry => Puts(entry, "blocked"), (entry, _) => (Of(entry, "blocked")["state"], Of(entry, "blocked")["account"]) = ("live", "XX-ELSEWHERE"), "journal-state"),
        new("another year", entry => Replaces(entry), (entry, _) => Block(entry)["vintage"] = "2029", "journal-identity"),
        new("another project", entry => Replaces(entry), (entry, _) => Block(entry)["project"] = "TH015", "journal-identity"),
        new("another decision", entry => Replaces(entry), (entry, _) => Block(entry)["decision"] = "TH-OTHER", "journal-identity"),
        new("the day of first transfer is changed", entry => Replaces(entry) && !MovesOut(entry) && Block(entry)["firstTransferredOn"] is not null, (entry, _) =>
            Block(entry)["firstTransferredOn"] = "2025-12-24", "journal-identity"),
        new("never first transferred after all", entry => Replaces(entry) && !MovesOut(entry) && Block(entry)["firstTransferredOn"] is not null, (entry, _) =>
            Block(entry).Remove("firstTransferredOn"), "journal-identity"),
        new("first transferred without an adjustment", entry => Replaces(entry) && !MovesOut(entry) && Block(entry)["authorization"] is not null && Block(entry)["firstTransferredOn"] is null, (entry, _) =>
            Block(entry)["firstTransferredOn"] = "2025-11-11", "journal-adjustment"),
        new("the authorisation goes in the entry in which the units leave, and the adjustment with it", entry => MovesOut(entry) && Out(entry)["authorization"] is not null, (entry, _) =>
        {
            Out(entry).Remove("authorization");
            Japans(entry).Remove("authorization");
            entry["change"]!["adjustments"] = new JsonArray();
        }, "journal-identity"),
        new("units are authorised with their issuance", Issues, (entry, _) => Block(entry)["authorization"] = "THA-9999", "journal-identity"),
        new("units are authorised otherwise as an operation takes them", entry => Puts(entry, "reserved"), (entry, _) => Of(entry, "reserved")["authorization"] = "THA-9999", "journal-identity"),
        new("one government has not approved", Drawn, (entry, entries) => Unapproved(entry, entries, 1), "journal-approval"),
        new("neither government has approved", Drawn, (entry, entries) => Unapproved(entry, entries, 2), "journal-approval"),
        new("the governments have approved different contents", Drawn, (entry, _) => entry["change"]!["approvals"]![0]!["content"] = "sha-256:another", "journal-approval"),
        new("the governments have approved another decision", Drawn, (entry, _) => entry["change"]!["approvals"]![0]!["decision"] = "TH-OTHER", "journal-approval"),
        new("the time goes back", entry => entry["number"]!.GetValue<long>() > 1, (entry, _) => entry["time"] = "2020-01-01T00:00:00+00:00", "journal-time"),
        new("a number is left out", entry => entry["number"]!.GetValue<long>() > 1, (entry, _) => entry["number"] = entry["number"]!.GetValue<long>() + 1, "journal-number"),
        new("a block names another entry", entry => Blocks(entry).Count > 0, (entry, _) => Block(entry)["entry"] = 1, "journal-block"),
        new("an entry of another host", entry => entry["number"]!.GetValue<long>() > 1, (entry, _) => entry["host"] = "MN", "journal-host"),
    ];

    /// <summary>The last approvals, up to that of the entry, are none any more.</summary>
    private static void Unapproved(JsonObject entry, JsonObject[] entries, int approvals)
    {
        foreach (var approved in entries.Take(Array.IndexOf(entries, entry) + 1).Where(each => each["change"]!["approvals"] is not null).TakeLast(approvals))
        {
            approved["change"]!.AsObject().Remove("approvals");
            approved["command"] = "command";
        }
    }

    private static JsonArray Blocks(JsonObject entry) => entry["change"]!["blocks"]!.AsArray();

    private static JsonObject Block(JsonObject entry, int at = 0) => Blocks(entry)[at]!.AsObject();

    private static string State(JsonObject block) => block["state"]!.GetValue<string>();

    private static bool Drawn(JsonObject entry) => entry["change"]!["drawn"] is not null;

    private static bool Replaces(JsonObject entry) => entry["change"]!["replaced"]!.AsArray().Count > 0;

    private static bool MovesOut(JsonObject entry) => Puts(entry, "out");

    /// <summary>Units of the host's registry become live, of more than one block.</summary>
    private static bool Issues(JsonObject entry) => Blocks(entry).Count > 1 && entry["change"]!["replaced"]!.AsArray().Count == Blocks(entry).Count
        && Blocks(entry).All(block => State(block!.AsObject()) == "live" && block!["registry"]!.GetValue<string>() == "TH");

    /// <summary>A retirement is done.</summary>
    private static bool Settles(JsonObject entry) => Replaces(entry) && Blocks(entry).Count == 1 && Block(entry)["account"]!.GetValue<string>().EndsWith("-RET", StringComparison.Ordinal);

    private static bool Puts(JsonObject entry, string state) => Blocks(entry).Any(block => State(block!.AsObject()) == state);

    private static JsonObject Of(JsonObject entry, string state) => Blocks(entry).First(block => State(block!.AsObject()) == state)!.AsObject();

    private static JsonNode Adjustment(JsonObject entry) => entry["change"]!["adjustments"]![0]!;

    private static JsonObject Out(JsonObject entry) => Of(entry, "out");

    private static JsonObject Japans(JsonObject entry) => Blocks(entry).First(block => block!["registry"]!.GetValue<string>() == "JP")!.AsObject();

    private static (long First, long Last) Units(JsonObject block) => Range(block["units"]!.GetValue<string>());

    private static (long First, long Last) Range(string text)
    {
        var parts = text.Split('-');
        return (long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Longer(string range) => $"{Range(range).First}-{Range(range).Last + 1}";

    private static string Shifted(string range) => $"{Range(range).First + 1}-{Range(range).Last + 1}";

    private static void Longer(JsonObject block)
    {
        foreach (var name in new[] { "units", "registrySerials", "linkedSerials" })
        {
            if (block[name] is { } range)
                block[name] = Longer(range.GetValue<string>());
        }
    }

    private static void Add(JsonObject entry, Action<JsonObject> change)
    {
        var copy = Block(entry).DeepClone().AsObject();
        change(copy);
        Blocks(entry).Add(copy);
    }
}
