using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.Local.Tests.Registries;

/// <summary>Builds records as the hub sends them.</summary>
internal static class Records
{
    /// <summary>TH014's issuance in the host's registry: Japan's part pending, then the host's own.</summary>
    public static JsonObject ThaiIssuance(long number = 1) => Envelope("TH", number, "issuance", new JsonObject
    {
        ["transaction"] = $"TH.TH.{number}",
        ["decision"] = "TH-TH014-2021",
        ["project"] = "TH014",
        ["blocks"] = new JsonArray(
            IssuedBlock(1, 1009, "TH-PENDING", "pending"),
            IssuedBlock(1010, 2017, "TH-GOV", "government-holding")),
    });

    public static JsonObject JapaneseIssuance(long number = 1, long linkedFirst = 1) => Envelope("JP", number, "issuance", new JsonObject
    {
        ["transaction"] = $"TH.JP.{number}",
        ["decision"] = "TH-TH014-2021",
        ["project"] = "TH014",
        ["blocks"] = new JsonArray(Linked(IssuedBlock(1 + ((number - 1) * 1009), number * 1009, "JP-GOV", "government-holding"), linkedFirst)),
    });

    public static JsonObject MoveOut(long number = 2, long first = 1, long last = 1009, string from = "TH-PENDING", string to = "TH-ITO", long? registryFirst = null) =>
        Envelope("TH", number, "international-transfer", new JsonObject
        {
            ["transaction"] = $"TH.TH.{number}",
            ["decision"] = "TH-TH014-2021",
            ["project"] = "TH014",
            ["approvedOn"] = "2025-11-10",
            ["blocks"] = new JsonArray(new JsonObject
            {
                ["hubFirst"] = Text(first), ["hubLast"] = Text(last), ["tonnes"] = Text(last - first + 1), ["vintage"] = 2021,
                ["fromAccount"] = from, ["toAccount"] = to, ["toAccountType"] = "international-transfer-out",
                ["registryFirst"] = Text(registryFirst ?? first), ["registryLast"] = Text((registryFirst ?? first) + last - first),
            }),
        });

    public static JsonObject Operation(long number, string kind, long first, long last, string from, string to, string toType) => Envelope("TH", number, kind, new JsonObject
    {
        ["operation"] = "TH-1", ["project"] = "TH014", ["fromAccount"] = from, ["toAccount"] = to, ["toAccountType"] = toType,
        ["blocks"] = new JsonArray(new JsonObject
        {
            ["hubFirst"] = Text(first), ["hubLast"] = Text(last), ["tonnes"] = Text(last - first + 1), ["vintage"] = 2021,
            ["registryFirst"] = Text(first), ["registryLast"] = Text(last),
        }),
    });

    public static JsonObject Adjustment(long number, string id = "TH.2021.1", string party = "TH") => Envelope("TH", number, "corresponding-adjustment", new JsonObject
    {
        ["adjustment"] = id, ["party"] = party, ["project"] = "TH014", ["vintage"] = 2021, ["tonnes"] = "1009", ["effect"] = "addition",
    });

    /// <summary>What the market is told of units in a company's account.</summary>
    public static JsonObject Market(long number, string kind, long first, long last)
    {
        var block = new JsonObject
        {
            ["hubFirst"] = Text(first), ["hubLast"] = Text(last), ["tonnes"] = Text(last - first + 1), ["vintage"] = 2021, ["account"] = "JP-ENT-0001",
            ["registryFirst"] = Text(first), ["registryLast"] = Text(last),
        };
        var data = new JsonObject { ["transaction"] = $"TH.GX-ETS.{number}", ["decision"] = "TH-TH014-2021", ["project"] = "TH014", ["blocks"] = new JsonArray(block) };
        if (kind == "eligibility-withdrawal")
        {
            data["reason"] = "units-used";
            return Envelope("GX-ETS", number, kind, data);
        }

        (block["accountType"], block["holder"]) = ("entity-holding", "A company");
        data["authorization"] = new JsonObject { ["authorizationId"] = "THA-0001", ["cooperativeApproach"] = "CA0004", ["purposes"] = "NDC", ["authorizedOn"] = "2025-10-30" };
        data["issuance"] = new JsonObject { ["record"] = "TH.JP.1", ["digest"] = "sha-256:" + new string('0', 64), ["issuedOn"] = "2025-11-11" };
        data["firstTransferredOn"] = "2025-11-11";
        data["adjustments"] = new JsonArray(new JsonObject { ["adjustment"] = "TH.2021.1", ["firstTransfer"] = "TH.TH.2" });
        return Envelope("GX-ETS", number, kind, data);
    }

    public static JsonObject IssuedBlock(long first, long last, string account, string accountType) => new()
    {
        ["hubFirst"] = Text(first), ["hubLast"] = Text(last), ["tonnes"] = Text(last - first + 1), ["vintage"] = 2021,
        ["account"] = account, ["accountType"] = accountType, ["holder"] = "somebody",
    };

    public static JsonObject Envelope(string destination, long number, string schema, JsonObject data) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = $"TH.{destination}.{number}",
        ["source"] = "urn:jcmhub",
        ["type"] = $"jcm.{schema}.v1",
        ["subject"] = "TH014",
        ["time"] = "2026-11-24T01:00:00Z",
        ["datacontenttype"] = "application/json",
        ["dataschema"] = $"https://jcmhub.example/schemas/messages/{schema}-1.0.json",
        ["hostparty"] = "TH",
        ["destination"] = destination,
        ["streamnumber"] = Text(number),
        ["data"] = data,
    };

    private static JsonObject Linked(JsonObject block, long first)
    {
        var tonnes = long.Parse((string)block["tonnes"]!, CultureInfo.InvariantCulture);
        block["linkedTo"] = new JsonObject { ["registry"] = "TH", ["first"] = Text(first), ["last"] = Text(first + tonnes - 1) };
        return block;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
