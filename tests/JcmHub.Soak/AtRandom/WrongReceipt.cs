using System.Globalization;
using System.Text.Json.Nodes;

namespace JcmHub.Soak.AtRandom;

/// <summary>A receipt that is wrong in one way, made from the right one. None of them may be booked.</summary>
/// <param name="Kind">In what it is wrong.</param>
/// <param name="Document">The receipt.</param>
/// <param name="Signature">Its signature.</param>
internal sealed record WrongReceipt(string Kind, JsonObject Document, string? Signature)
{
    private static readonly Dictionary<string, Func<Making, bool>> Ways = new()
    {
        ["account"] = making => making.Block("account", block => Text(block, "account") == "JP-ENT-01" ? "JP-ENT-02" : "JP-ENT-01"),
        ["units"] = making => making.Shift("hubFirst", "hubLast"),
        ["tonnes"] = making => making.Block("tonnes", block => Add(block, "tonnes", 1)),
        ["vintage"] = making => making.Block("vintage", block => block["vintage"]!.GetValue<long>() == 2023 ? 2024 : 2023),
        ["as many numbers"] = making => making.Block("registryLast", block => Add(block, "registryLast", 1)),
        ["reversed"] = making => making.Block("registryFirst", block => Add(block, "registryLast", 1)),
        ["numbers used before"] = making => making.UsedNumbers(),
        ["numbers of others"] = making => making.Kind != "issuance" && making.Shift("registryFirst", "registryLast"),
        ["block twice"] = making => making.Blocks(blocks => blocks.Add(blocks[0]!.DeepClone())),
        ["block missing"] = making => making.Kind != "issuance" && making.Blocks(blocks => blocks.RemoveAt(0)),
        ["units of none"] = making => making.Kind == "corresponding-adjustment" && making.Add(),
        ["day before"] = making => making.Set("appliedOn", "2019-12-31"),
        ["day to come"] = making => making.Set("appliedOn", "2099-01-01"),
        ["registry"] = making => making.Set("registry", "ZW"),
        ["host"] = making => making.Set("hostParty", "ZW"),
        ["stream number"] = making => making.Set("streamNumber", Add(making.Document, "streamNumber", 7)),
        ["digest"] = making => making.Record("digest", $"sha-256:{new string('0', 64)}"),
        ["record"] = making => making.Record("id", $"{Text(making.Document, "hostParty")}.{Text(making.Document, "registry")}.{Add(making.Document, "streamNumber", 1)}"),
        ["schema"] = making => making.Set("remark", "none"),
        ["outcome"] = making => making.Set("outcome", "perhaps"),
        ["refused without codes"] = making => making.Set("outcome", "refused") && making.Set("codes", new JsonArray()),
        ["signature of other bytes"] = making => making.Sign((keys, owner, document) => keys.Sign(owner, new JsonObject { ["other"] = Text(document, "registry") })),
        ["key of another"] = making => making.Sign((keys, owner, document) => keys.Sign(owner == "JP" ? "TH" : "JP", document)),
        ["key of a stranger"] = making => making.Sign((keys, _, document) => keys.SignAsStranger(document)),
        ["no signature"] = making => making.Sign((_, _, _) => null),
        ["signature of nothing"] = making => making.Sign((_, _, _) => "e30..e30"),
    };

    /// <summary>Makes one, of a kind that fits the record.</summary>
    /// <param name="random">Draws the kind.</param>
    /// <param name="right">The right receipt.</param>
    /// <param name="kind">The record's kind.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="without">Kinds that are left out.</param>
    public static WrongReceipt Make(Random random, JsonObject right, string kind, SoakRegistry registry, SoakKeys keys, IReadOnlyCollection<string> without)
    {
        while (true)
        {
            var way = Ways.ElementAt(random.Next(Ways.Count));
            var making = new Making(random, right.DeepClone().AsObject(), kind, registry);
            if (!without.Contains(way.Key) && way.Value(making))
                return new WrongReceipt(way.Key, making.Document, making.Signer(keys, registry.Code, making.Document));
        }
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Add(JsonNode node, string name, long by) => (long.Parse(Text(node, name), CultureInfo.InvariantCulture) + by).ToString(CultureInfo.InvariantCulture);

    private sealed class Making(Random random, JsonObject document, string kind, SoakRegistry registry)
    {
        public JsonObject Document { get; } = document;

        public string Kind { get; } = kind;

        public Func<SoakKeys, string, JsonObject, string?> Signer { get; private set; } = (keys, owner, document) => keys.Sign(owner, document);

        private JsonArray All => Document["blocks"]!.AsArray();

        public bool Set(string name, JsonNode value)
        {
            Document[name] = value;
            return true;
        }

        public bool Record(string name, string value)
        {
            Document["record"]![name] = value;
            return true;
        }

        public bool Sign(Func<SoakKeys, string, JsonObject, string?> signer)
        {
            Signer = signer;
            return true;
        }

        public bool Blocks(Action<JsonArray> change)
        {
            if (All.Count == 0)
                return false;
            change(All);
            return true;
        }

        public bool Block(string name, Func<JsonObject, JsonNode> value) => Blocks(_ =>
        {
            var block = All[random.Next(All.Count)]!.AsObject();
            block[name] = value(block);
        });

        public bool Shift(string first, string last) => Blocks(_ =>
        {
            var block = All[random.Next(All.Count)]!.AsObject();
            var by = random.Next(2) == 0 ? 1 : 1_000_000;
            (block[first], block[last]) = (WrongReceipt.Add(block, first, by), WrongReceipt.Add(block, last, by));
        });

        /// <summary>An issuance under numbers that units of the same host bear.</summary>
        public bool UsedNumbers()
        {
            if (Kind != "issuance" || All.Count == 0)
                return false;
            var block = All[random.Next(All.Count)]!.AsObject();
            var used = registry.Holdings.Where(held => held.Host == Text(Document, "hostParty") && !All.Any(own => long.Parse(Text(own!, "hubFirst"), CultureInfo.InvariantCulture) <= held.HubLast && long.Parse(Text(own!, "hubLast"), CultureInfo.InvariantCulture) >= held.HubFirst)).ToArray();
            if (used.Length == 0)
                return false;
            var first = used[random.Next(used.Length)].Last;
            (block["registryFirst"], block["registryLast"]) = (
                first.ToString(CultureInfo.InvariantCulture),
                (first + long.Parse(Text(block, "tonnes"), CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture));
            return true;
        }

        /// <summary>Units in the receipt of a record that names none.</summary>
        public bool Add()
        {
            All.Add(new JsonObject
            {
                ["hubFirst"] = "1", ["hubLast"] = "1", ["tonnes"] = "1", ["vintage"] = 2023, ["account"] = "TH-GOV", ["registryFirst"] = "1", ["registryLast"] = "1",
            });
            return true;
        }
    }
}
