using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JcmHub.Soak.AtRandom;

/// <summary>
/// A registry, or the market, as a partner might write it from the protocol alone: it takes each record once and in order, keeps its own units
/// under its own numbers, and answers a known record with its first receipt. What it is asked to do and cannot is a fault of the hub.
/// </summary>
internal sealed class SoakRegistry(string code)
{
    private readonly Dictionary<string, long> _passed = [];
    private readonly Dictionary<string, JsonObject> _receipts = [];
    private readonly List<Holding> _holdings = [];
    private readonly List<JsonObject> _adjustments = [];
    private long _lastNumber;

    public string Code { get; } = code;

    public IReadOnlyList<Holding> Holdings => _holdings;

    private bool IsMarket => Code == "GX-ETS";

    /// <summary>The last record of a host's stream that it applied or refused.</summary>
    public long PassedOf(string host) => _passed.GetValueOrDefault(host);

    /// <summary>The receipt that it gave for a record; null where it knows nothing of it.</summary>
    public JsonObject? ReceiptOf(string record) => _receipts.GetValueOrDefault(record);

    /// <summary>The receipt that it would give, with nothing done yet.</summary>
    /// <param name="record">The record.</param>
    /// <param name="day">Its day.</param>
    /// <param name="refusal">Why it refuses; null where it applies.</param>
    /// <param name="shortBlock">Of an issuance, the block of which it issues one unit only; null where it issues all.</param>
    public JsonObject Draft(string record, DateOnly day, string? refusal, int? shortBlock)
    {
        var root = JsonNode.Parse(record)!.AsObject();
        var blocks = refusal is null ? Blocks(root, shortBlock) : [];
        return new JsonObject
        {
            ["documentType"] = "receipt",
            ["schemaVersion"] = "1.0",
            ["registry"] = Code,
            ["hostParty"] = Text(root, "hostparty"),
            ["streamNumber"] = Text(root, "streamnumber"),
            ["record"] = new JsonObject { ["id"] = Text(root, "id"), ["digest"] = DigestOf(record) },
            ["outcome"] = refusal is null ? "applied" : "refused",
            ["appliedOn"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["blocks"] = new JsonArray([.. blocks]),
            ["codes"] = refusal is null ? [] : new JsonArray(refusal),
        };
    }

    /// <summary>Does what its receipt says.</summary>
    public void Apply(string record, JsonObject receipt)
    {
        var root = JsonNode.Parse(record)!.AsObject();
        var (host, number) = (Text(root, "hostparty"), Number(root, "streamnumber"));
        if (number != PassedOf(host) + 1)
            throw new SoakFault($"{Code} applied {PassedOf(host)} records of {host} and is to apply {number}.", host);
        _passed[host] = number;
        _receipts[Text(root, "id")] = receipt;
        if (Text(receipt, "outcome") != "applied")
            return;
        var data = root["data"]!.AsObject();
        var asked = data["blocks"]?.AsArray() ?? [];
        switch (Kind(root))
        {
            case "issuance":
                foreach (var block in receipt["blocks"]!.AsArray())
                    Issue(host, data, asked.Single(each => Number(each!, "hubFirst") == Number(block!, "hubFirst"))!.AsObject(), block!.AsObject());
                break;
            case "international-transfer" or "transfer" or "retirement" or "cancellation":
                foreach (var block in asked)
                    Move(host, block!.AsObject(), Text(block!["toAccount"] is null ? data : block.AsObject(), "toAccount"), Text(block["toAccountType"] is null ? data : block.AsObject(), "toAccountType"));
                break;
            case "corresponding-adjustment":
                if (_adjustments.Exists(booked => Text(booked, "adjustment") == Text(data, "adjustment")))
                    throw new SoakFault($"{Code} is asked to book the adjustment {Text(data, "adjustment")} twice.", Text(data, "adjustment"), host);
                _adjustments.Add(Booked(data, receipt));
                break;
            case "eligible-credits":
                foreach (var block in asked)
                    Notice(host, data, block!.AsObject());
                break;
            case "eligibility-withdrawal":
                foreach (var block in asked)
                    _ = TakeOut(host, Number(block!, "hubFirst"), Number(block!, "hubLast"), held => held.Account == Text(block!, "account"));
                break;
        }
    }

    /// <summary>What it says of itself.</summary>
    public JsonObject Snapshot(DateTimeOffset asOf)
    {
        var snapshot = Held(asOf);
        // The market has no country's balance.
        if (!IsMarket)
            snapshot["adjustments"] = new JsonArray([.. _adjustments.Select(booked => booked.DeepClone())]);
        return snapshot;
    }

    private JsonObject Held(DateTimeOffset asOf) => new()
    {
        ["documentType"] = "registry-snapshot",
        ["schemaVersion"] = "1.0",
        ["registry"] = Code,
        ["asOf"] = asOf.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["streams"] = new JsonArray([.. _passed.Select(stream => new JsonObject { ["hostParty"] = stream.Key, ["lastApplied"] = Text(stream.Value) })]),
        ["blocks"] = new JsonArray([.. _holdings.OrderBy(held => held.First).Select(held => new JsonObject
        {
            ["account"] = held.Account,
            ["accountType"] = held.AccountType,
            ["project"] = held.Project,
            ["vintage"] = held.Vintage,
            ["first"] = Text(held.First),
            ["last"] = Text(held.Last),
            ["tonnes"] = Text(held.Tonnes),
        })]),
    };

    /// <summary>What a record asks for, such as <c>issuance</c>.</summary>
    public static string Kind(JsonObject record) => Text(record, "type")["jcm.".Length..^".v1".Length];

    private IEnumerable<JsonObject> Blocks(JsonObject root, int? shortBlock)
    {
        var (host, data, kind) = (Text(root, "hostparty"), root["data"]!.AsObject(), Kind(root));
        if (IsMarket || data["blocks"] is not JsonArray asked || kind == "void")
            yield break;
        var next = _lastNumber + 1;
        foreach (var (i, each) in asked.Index())
        {
            var block = each!.AsObject();
            var (first, last) = (Number(block, "hubFirst"), Number(block, "hubLast"));
            if (Number(block, "tonnes") != last - first + 1)
                throw new SoakFault($"{Text(root, "id")} says {Text(block, "tonnes")} t of the units {first}-{last}.", Text(root, "id"));
            if (kind == "issuance")
            {
                var until = i == shortBlock ? first : last;
                yield return Receipted(first, until, Number(block, "vintage"), Text(block, "account"), next);
                next += until - first + 1;
                continue;
            }

            var held = Held(host, first, last);
            var isHeld = held.Sum(part => part.Tonnes) == last - first + 1 && held.All(part => part.Vintage == Number(block, "vintage"))
                && Number(block, "registryFirst") == held[0].First && Number(block, "registryLast") == held[^1].Last
                && ((block["fromAccount"] ?? data["fromAccount"]) is not { } from || held.All(part => part.Account == from.GetValue<string>()));
            if (!isHeld)
                throw new SoakFault($"{Text(root, "id")} asks {Code} for a {kind} of the units {first}-{last}, which it does not hold so: {string.Join(", ", held)}.", Text(root, "id"), host);
            yield return Receipted(first, last, held[0].Vintage, (block["toAccount"] ?? data["toAccount"])?.GetValue<string>() ?? held[0].Account, held[0].First);
        }
    }

    private void Issue(string host, JsonObject data, JsonObject asked, JsonObject given)
    {
        var (first, last) = (Number(given, "hubFirst"), Number(given, "hubLast"));
        if (Held(host, first, last).Count > 0)
            throw new SoakFault($"{Code} is asked to issue units {first}-{last} of {host} twice.", host);
        var number = Number(given, "registryFirst");
        _lastNumber = Math.Max(_lastNumber, Number(given, "registryLast"));
        _holdings.Add(new Holding(number, number + last - first, host, first, last, Text(data, "project"), (int)Number(asked, "vintage"), Text(asked, "account"), Text(asked, "accountType")));
    }

    private static JsonObject Booked(JsonObject data, JsonObject receipt) => new()
    {
        ["adjustment"] = Text(data, "adjustment"), ["project"] = Text(data, "project"), ["vintage"] = Number(data, "vintage"), ["tonnes"] = Text(data, "tonnes"), ["appliedOn"] = Text(receipt, "appliedOn"),
    };

    private void Move(string host, JsonObject block, string to, string type) =>
        _holdings.AddRange(TakeOut(host, Number(block, "hubFirst"), Number(block, "hubLast"), _ => true).Select(part => part with { Account = to, AccountType = type }));

    /// <summary>The market knows each unit once, in the account that it was told of last.</summary>
    private void Notice(string host, JsonObject data, JsonObject block)
    {
        var (first, last) = (Number(block, "hubFirst"), Number(block, "hubLast"));
        _ = TakeOut(host, first, last, _ => true);
        _holdings.Add(new Holding(Number(block, "registryFirst"), Number(block, "registryLast"), host, first, last,
            Text(data, "project"), (int)Number(block, "vintage"), Text(block, "account"), Text(block, "accountType")));
    }

    private List<Holding> Held(string host, long first, long last) =>
        [.. _holdings.Where(held => held.Host == host && held.HubFirst <= last && held.HubLast >= first).OrderBy(held => held.HubFirst).Select(held => held.Part(first, last))];

    private List<Holding> TakeOut(string host, long first, long last, Func<Holding, bool> which)
    {
        var parts = new List<Holding>();
        foreach (var whole in _holdings.Where(held => held.Host == host && held.HubFirst <= last && held.HubLast >= first && which(held)).ToArray())
        {
            _holdings.Remove(whole);
            parts.Add(whole.Part(first, last));
            if (whole.HubFirst < first)
                _holdings.Add(whole.Part(whole.HubFirst, first - 1));
            if (whole.HubLast > last)
                _holdings.Add(whole.Part(last + 1, whole.HubLast));
        }

        return parts;
    }

    private static JsonObject Receipted(long first, long last, long vintage, string account, long number) => new()
    {
        ["hubFirst"] = Text(first),
        ["hubLast"] = Text(last),
        ["tonnes"] = Text(last - first + 1),
        ["vintage"] = vintage,
        ["account"] = account,
        ["registryFirst"] = Text(number),
        ["registryLast"] = Text(number + last - first),
    };

    private static string DigestOf(string canonical) => $"sha-256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(JsonNode node, string name) => long.Parse(node[name]!.ToString(), CultureInfo.InvariantCulture);

    /// <summary>Units in one account, under the registry's numbers and the hub's.</summary>
    internal sealed record Holding(long First, long Last, string Host, long HubFirst, long HubLast, string Project, int Vintage, string Account, string AccountType)
    {
        public long Tonnes => Last - First + 1;

        /// <summary>The part of it that lies within the hub's numbers.</summary>
        public Holding Part(long hubFirst, long hubLast)
        {
            var (from, to) = (Math.Max(hubFirst, HubFirst), Math.Min(hubLast, HubLast));
            return this with { First = First + from - HubFirst, Last = First + to - HubFirst, HubFirst = from, HubLast = to };
        }
    }
}
