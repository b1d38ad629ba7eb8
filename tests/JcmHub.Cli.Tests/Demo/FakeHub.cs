using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Methodologies;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using JcmHub.Local.Registries;
using JcmHub.Local.Tests.Registries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JcmHub.Cli.Tests.Demo;

/// <summary>
/// A hub for one TH014 report that speaks the true one's HTTP interface and delivers to true simulated registries. It
/// computes and delivers when it is looked at, a step per look, so that the driver has something to wait for.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The test disposes it asynchronously.")]
internal sealed class FakeHub : IAsyncDisposable
{
    private static readonly ECDsa Pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly VerificationKey Key = VerificationKey.Of(Pair, VerificationKey.Hub, DateTimeOffset.UnixEpoch);

    public const string Report = "TH014-0123456789abcdef";
    private readonly WebApplication _server;
    private readonly HttpClient _registries;
    private readonly HashSet<string> _done = [];
    private readonly List<JsonObject> _records = [];
    private readonly List<string> _receipted = [];
    private int _interruptions;

    private FakeHub(WebApplication server, Uri registries)
    {
        _server = server;
        _registries = new HttpClient { BaseAddress = registries };
    }

    public Uri Address => new(new Uri(_server.Urls.Single()), "api/");

    /// <summary>Every POST in order, as "role[:party] route".</summary>
    public List<string> Posts { get; } = [];

    /// <summary>What the hub says it computed, to be wrong on purpose.</summary>
    public string Computed { get; set; } = "2017";

    /// <summary>The record whose proof is none.</summary>
    public string? Unproved { get; set; }

    /// <summary>What the hub's reconciliation finds.</summary>
    public string? Difference { get; set; }

    /// <summary>Answers this many requests with 503 before it behaves.</summary>
    public int Interruptions
    {
        get => Volatile.Read(ref _interruptions);
        set => Volatile.Write(ref _interruptions, value);
    }

    /// <summary>Refuses posts to this route, to see that the driver says so.</summary>
    public string? Refused { get; set; }

    /// <summary>Told of each request before it is acted on.</summary>
    public Action<string> Asked { get; set; } = _ => { };

    public static async Task<FakeHub> StartAsync(Uri registries)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var hub = new FakeHub(builder.Build(), registries);
        hub._server.Run(hub.AnswerAsync);
        await hub._server.StartAsync();
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _registries.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var route = context.Request.Path.Value!["/api/".Length..];
        var actor = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        Asked(route);
        if (Interruptions > 0)
        {
            Interlocked.Decrement(ref _interruptions);
            context.Response.StatusCode = 503;
            return;
        }

        var post = context.Request.Method == "POST";
        if (post)
            Posts.Add($"{actor} {route}");
        if (post && route == Refused)
        {
            await WriteAsync(context, 422, """{"code":"report-rule","detail":"No.","errors":[{"code":"unit-mismatch","pointer":"/readings/0/unit","detail":"kWh"}]}""");
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var (status, answer) = post ? await PostAsync(route, actor, body) : await GetAsync(route);
        await WriteAsync(context, status, answer.ToJsonString());
    }

    private async Task<(int Status, JsonNode Answer)> PostAsync(string route, string actor, string body)
    {
        if ((route, actor) is ("reconciliations", "operator"))
            return (200, Reconciliation());
        var json = JsonNode.Parse(body)!;
        switch (route, actor)
        {
            case ("reports", "participant"):
                _done.Add("submitted");
                return (202, new JsonObject { ["id"] = Report, ["contentHash"] = "sha-256:00" });
            case ($"reports/{Report}/verification", "third-party-entity") when (string?)json["contentHash"] == "sha-256:00":
                return Note("verified", needs: "computed");
            case ($"reports/{Report}/issuance-request", "participant"):
                return Note("requested", needs: "verified");
            case ($"reports/{Report}/completeness", "secretariat:JP" or "secretariat:TH"):
                return Note($"complete {actor}", needs: "requested");
            case ("decisions", "government:JP" or "government:TH"):
                var decided = Note($"decided {actor}", needs: "complete secretariat:TH");
                if (_done.Contains("decided government:JP") && _done.Contains("decided government:TH") && _done.Add("notified"))
                    _records.Add(Records.ThaiIssuance());
                return decided;
            case ("credits/transfers/TH-TH014-2021/approval", "government:TH"):
                if (_done.Contains("issued TH.TH.1") && _done.Add("approved"))
                    _records.Add(Records.MoveOut());
                return _done.Contains("approved") ? (200, new JsonObject()) : (409, Problem("transfer-not-issued"));
            default:
                await Task.CompletedTask;
                return (403, Problem($"no-such-thing-for {actor} {route}"));
        }
    }

    private JsonObject Reconciliation() => new()
    {
        ["state"] = Difference is null ? "agreed" : "differs",
        ["differences"] = Difference is null ? 0 : 1,
        ["registries"] = new JsonArray(new JsonObject
        {
            ["registry"] = "JP",
            ["errors"] = new JsonArray(),
            ["differences"] = Difference is null ? [] : new JsonArray(new JsonObject { ["code"] = "missing-local", ["detail"] = Difference }),
        }),
    };

    private (int Status, JsonNode Answer) Note(string fact, string needs)
    {
        if (!_done.Contains(needs))
            return (409, Problem($"not-yet-{needs.Replace(' ', '-')}"));
        _done.Add(fact);
        return (200, new JsonObject());
    }

    private async Task<(int Status, JsonNode Answer)> GetAsync(string route)
    {
        if (route == "gx-ets/eligible-credits")
            return (200, new JsonObject { ["items"] = new JsonArray(), ["next"] = "", ["hasMore"] = false });
        if (route.Split('/') is ["transactions", var id, "proof"])
            return _receipted.Contains(id) ? (200, new JsonObject { ["record"] = id, ["good"] = id != Unproved }) : (409, Problem("receipt-missing"));
        if (route != $"reports/{Report}")
            return (404, Problem("unknown"));
        if (!_done.Add("computed"))
            await DeliverNextAsync();
        return (200, State());
    }

    /// <summary>Judges what this hub gives for a proof: it has no journal to prove anything with.</summary>
    public static ProofVerdict Prove(ReadOnlyMemory<byte> proof)
    {
        using var json = JsonDocument.Parse(proof);
        return json.RootElement.GetProperty("good").GetBoolean()
            ? new ProofVerdict([], null) { Record = RecordId.Parse(json.RootElement.GetProperty("record").GetString()!) }
            : new ProofVerdict([], new Finding("signature-wrong", "", "The signature is wrong.", "署名が正しくありません。"));
    }

    /// <summary>What the simulated registries sign with and believe.</summary>
    public static RegistrySigning Signing(string registry) => new(Pair, registry, [Key]);

    /// <summary>The hub's signature of a record.</summary>
    public static string Sign(JsonObject record)
    {
        using var json = JsonDocument.Parse(record.ToJsonString());
        return DetachedSignature.Sign(Pair, Key.KeyId, CanonicalJson.Canonicalize(json.RootElement));
    }

    private async Task DeliverNextAsync()
    {
        if (_records.Find(record => !_receipted.Contains((string)record["id"]!)) is not { } next)
            return;
        var id = (string)next["id"]!;
        using var content = new StringContent(next.ToJsonString(), Encoding.UTF8, "application/cloudevents+json");
        content.Headers.Add(DetachedSignature.Header, Sign(next));
        using var response = await _registries.PostAsync(new Uri($"registries/{next["destination"]}/records", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        _receipted.Add(id);
        _done.Add($"issued {id}");
        if (id == "TH.TH.2")
        {
            _records.Add(Records.JapaneseIssuance());
            _records.Add(Records.Adjustment(3));
        }
    }

    private JsonObject State() => new()
    {
        ["id"] = Report,
        ["contentHash"] = "sha-256:00",
        ["facts"] = new JsonObject
        {
            ["submitted"] = "2026-11-24T00:00:00Z",
            ["computed"] = _done.Contains("computed") ? "2026-11-24T00:00:01Z" : null,
            ["issued"] = new JsonObject
            {
                ["partner"] = _receipted.Contains("TH.TH.1") ? "2025-11-11" : null,
                ["japan"] = _receipted.Contains("TH.JP.1") ? "2025-11-11" : null,
            },
            ["firstTransferred"] = _receipted.Contains("TH.TH.2") ? "2025-11-11" : null,
        },
        ["result"] = new JsonObject { ["vintages"] = new JsonArray(new JsonObject { ["year"] = 2021, ["tonnes"] = Computed }) },
        ["notified"] = new JsonObject { ["vintages"] = new JsonArray(new JsonObject { ["year"] = 2021, ["japan"] = "1009", ["partner"] = "1008" }) },
        ["blocks"] = new JsonArray(
            Block("TH", "TH-GOV", "1008", "live"), Block("TH", "TH-ITO", "1009", "out"), Block("JP", "JP-GOV", "1009", "live")),
        ["adjustments"] = _records.Count == 4
            ? new JsonArray(new JsonObject { ["party"] = "TH", ["vintage"] = 2021, ["tonnes"] = "1009", ["receiptedOn"] = _receipted.Contains("TH.TH.3") ? "2026-11-24" : null })
            : [],
        ["records"] = new JsonArray([.. _records.Select(Record)]),
        ["assumed"] = new JsonArray("account names"),
    };

    private JsonObject Record(JsonObject record) => new()
    {
        ["id"] = (string?)record["id"],
        ["destination"] = (string?)record["destination"],
        ["number"] = long.Parse((string)record["streamnumber"]!, CultureInfo.InvariantCulture),
        ["type"] = "issuance",
        ["state"] = _receipted.Contains((string)record["id"]!) ? "receipted" : "recorded",
    };

    private static JsonObject Block(string registry, string account, string tonnes, string state) => new()
    {
        ["registry"] = registry, ["account"] = account, ["vintage"] = 2021, ["tonnes"] = tonnes, ["state"] = state,
    };

    private static JsonObject Problem(string code) => new() { ["code"] = code, ["detail"] = code };

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
