using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Operations;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Soak.AtRandom;

/// <summary>The hub, its partners, what should be, and what happened so far.</summary>
internal sealed class SoakWorld(Random random, SoakClock clock, SoakKeys keys, SoakExchange exchange, SoakHub hub)
{
    private readonly Dictionary<(string Host, string Destination), long> _booked = [];
    private readonly List<(int Step, string Text)> _story = [];
    private int _names;

    public Random Random { get; } = random;

    public SoakClock Clock { get; } = clock;

    public SoakKeys Keys { get; } = keys;

    public SoakExchange Exchange { get; } = exchange;

    public SoakHub Hub { get; } = hub;

    public IReadOnlyDictionary<string, ModelLedger> Ledgers { get; } = SoakHost.All.ToDictionary(host => host.Code, host => new ModelLedger(host));

    /// <summary>Records that were refused: their addresses, and what replaced them.</summary>
    public Dictionary<string, string?> Refused { get; } = [];

    /// <summary>The last record of each stream, as last read.</summary>
    public Dictionary<(string Host, string Destination), long> Tails { get; } = [];

    /// <summary>The step that is under way.</summary>
    public int Step { get; set; }

    /// <summary>Whether processes may die and answers be lost.</summary>
    public bool IsSafe { get; set; }

    /// <summary>How many steps each entry of each ledger took: the last entry after each step that read the head.</summary>
    public Dictionary<string, List<(int Step, long Entry)>> Entries { get; } = [];

    /// <summary>Calls that were accepted, as they had to be.</summary>
    public int Accepted { get; private set; }

    /// <summary>Calls that were refused, as they had to be.</summary>
    public int Rejected { get; private set; }

    /// <summary>Today, as documents write it.</summary>
    public string Today => Clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A name that was not used before.</summary>
    public string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{++_names}");

    /// <summary>One of several.</summary>
    public T One<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];

    public static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    public static Caller Government(string party) => new($"government {party}", "government", PartyId.Parse(party));

    public static Caller Registry(string party) => new($"registry {party}", "registry", PartyId.Parse(party));

    /// <summary>Adds to the story.</summary>
    public void Tell(string text) => _story.Add((Step, text));

    /// <summary>The smallest story that can be told: the last steps that name one of these, and the last steps of all.</summary>
    public IEnumerable<string> Story(IReadOnlyCollection<string> about)
    {
        var named = _story.Where(each => about.Any(name => each.Text.Contains(name, StringComparison.Ordinal))).TakeLast(25);
        return named.Concat(_story.TakeLast(4)).Distinct().OrderBy(each => each.Step).Select(each => string.Create(CultureInfo.InvariantCulture, $"  {each.Step}: {each.Text}"));
    }

    /// <summary>A call to the hub. Its process may die under it; then the same call is made again to the next one.</summary>
    public async Task<Outcome<T>> CallAsync<T>(Func<Task<Outcome<T>>> call)
    {
        PlanTrouble();
        try
        {
            return await call();
        }
        catch (Exception) when (Hub.Trouble.IsDead)
        {
            await RestartAsync();
            return await call();
        }
        finally
        {
            Hub.Trouble.Clear();
        }
    }

    /// <summary>Something that is not called again where a process dies under it.</summary>
    /// <returns>Whether it came to its end.</returns>
    public async Task<bool> RunAsync(Func<Task> act)
    {
        PlanTrouble();
        try
        {
            await act();
            return !Hub.Trouble.HasStruck;
        }
        catch (Exception) when (Hub.Trouble.IsDead)
        {
            await RestartAsync();
            return false;
        }
        catch (TimeoutException)
        {
            // Storage did not say whether a lease was taken: the message comes again.
            Clock.Advance(TimeSpan.FromMinutes(1));
            return false;
        }
        finally
        {
            Hub.Trouble.Clear();
        }
    }

    /// <summary>A process ends and another begins; after a while, a lease's, the sweep goes round.</summary>
    public async Task RestartAsync()
    {
        Tell("the process died; another one began");
        Hub.Restart();
        Clock.Advance(TimeSpan.FromMinutes(1));
        if (Random.Next(2) == 0)
            await Hub.Get<Sweep>().RunAsync(default);
    }

    /// <summary>What must be accepted, or refused with one of some codes.</summary>
    public T? Expect<T>(Outcome<T> outcome, string what, IReadOnlyCollection<string> codes, params string[] about)
        where T : class
    {
        Tell($"{what}: {(outcome.IsRefused ? $"refused, {outcome.Refusal.Code}" : "accepted")}");
        if (codes.Count == 0 && outcome.IsRefused)
            throw new SoakFault($"{what} should be accepted; it was refused: {outcome.Refusal.Code}, {outcome.Refusal.Detail}", about);
        if (codes.Count > 0 && !outcome.IsRefused)
            throw new SoakFault($"{what} should be refused ({string.Join(", ", codes)}); it was accepted.", about);
        if (codes.Count > 0 && !codes.Any(code => outcome.Refusal!.Code.StartsWith(code, StringComparison.Ordinal)))
            throw new SoakFault($"{what} should be refused with {string.Join(", ", codes)}; it was with {outcome.Refusal!.Code}, {outcome.Refusal.Detail}", about);
        (Accepted, Rejected) = outcome.IsRefused ? (Accepted, Rejected + 1) : (Accepted + 1, Rejected);
        return outcome.IsRefused ? null : outcome.Value;
    }

    /// <summary>A registry tells of its accounts, all open but one at most.</summary>
    public async Task TellAccountsAsync(string registry, string? shut = null, string status = "open")
    {
        JsonObject Account(string number, string type) => new()
        {
            ["number"] = number, ["type"] = type, ["holder"] = $"Holder of {number}", ["country"] = registry, ["status"] = number == shut ? status : "open",
        };
        var document = new JsonObject
        {
            ["documentType"] = "registry-accounts", ["schemaVersion"] = "1.0", ["registry"] = registry, ["asOf"] = Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["accounts"] = new JsonArray([Account($"{registry}-GOV", "government-holding"), Account($"{registry}-RET", "retirement"), Account($"{registry}-CAN", "cancellation"),
                .. Enumerable.Range(1, 7).Select(number => Account($"{registry}-ENT-0{number}", "entity-holding"))]),
        };
        Expect(await Hub.Get<SynchroniseAccounts>().ReplaceAsync(registry, Bytes(document), Registry(registry), default), $"the accounts of {registry}", [], registry);
    }

    /// <summary>How far a stream is booked in the model.</summary>
    public long BookedOf(string host, string destination) => _booked.GetValueOrDefault((host, destination));

    /// <summary>Reads how far a host's streams go, and books in the model what the hub has booked: right receipts only.</summary>
    public async Task RefreshAsync(string host)
    {
        var view = Hub.Get<Ledger>().View(PartyId.Parse(host));
        var head = await view.HeadAsync(default);
        if (!Entries.TryGetValue(host, out var entries))
            Entries[host] = entries = [];
        entries.Add((Step, head.LastEntry));
        foreach (var (destination, tail) in head.StreamTails)
        {
            Tails[(host, destination.Code)] = tail;
            if (BookedOf(host, destination.Code) == tail)
                continue;
            var delivered = (await view.FindAsync<StreamCursor>(LedgerKeys.Cursor(destination), default))?.Value.Delivered ?? 0;
            while (BookedOf(host, destination.Code) < delivered)
                Book(host, destination.Code, BookedOf(host, destination.Code) + 1);
        }
    }

    private void Book(string host, string destination, long number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{host}.{destination}.{number}");
        if (Exchange.Registries[destination].ReceiptOf(id) is not { } receipt)
            throw new SoakFault($"The hub booked a receipt of {id}, and {destination} gave no right one. {string.Join("; ", Exchange.Answers.Where(answer => answer.Record == id).Select(answer => $"it answered: wrong {answer.Wrong}"))}", id, host);
        var record = JsonNode.Parse(Exchange.Arrived[id])!.AsObject();
        ModelBooking.Book(Ledgers[host], destination, record, receipt);
        _booked[(host, destination)] = number;
        var isRefused = receipt["outcome"]!.GetValue<string>() == "refused";
        if (isRefused)
            Refused[id] = null;
        Tell($"booked {id}, {SoakRegistry.Kind(record)} {record["data"]!["operation"] ?? record["data"]!["decision"]} {string.Join(' ', ModelBooking.Ranges(record["data"]!["blocks"]?.AsArray() ?? []).Select(range => $"{range.First}-{range.Last}"))}{(isRefused ? ", refused" : "")}");
    }

    private void PlanTrouble()
    {
        if (!IsSafe && Random.Next(100) < 5)
            Hub.Trouble.Plan((SoakRows.Trouble.End)Random.Next(3), Random.Next(3));
    }
}
