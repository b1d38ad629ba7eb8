using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using JcmHub.Adapters.Files;
using JcmHub.Adapters.Tables;
using JcmHub.Domain.Adjustments;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Comparison;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Domain.Quantities;
using JcmHub.Flows;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Issuance;
using JcmHub.Local.Stack;
using JcmHub.Soak.Ledgers;
using Microsoft.Extensions.Logging.Abstractions;

namespace JcmHub.Soak.Market;

/// <summary>
/// Companies sell each other units all at once, GX-ETS' receipts are booked beside it, and a market operator polls the feed from its cursor.
/// At the end the operator's list is the ledger's, unit by unit, and the feed from its beginning adds up to the same tonnes.
/// </summary>
public sealed class MarketFeed(Action<string> say)
{
    /// <summary>How it is called.</summary>
    public const string Usage = "  market-feed SALES [SEED]   eight companies sell each other units while the feed is polled; the operator's list must be the ledger's";

    private const int Units = 3000;
    private const int Sellers = 8;
    private const string DecisionId = "TH-TH014-2021";
    private static readonly PartyId Host = PartyId.Parse("TH");
    private static readonly DateOnly Day = new(2026, 4, 2);
    private static readonly MonitoringPeriod Year = new(new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31));
    private static readonly ProjectId Project = ProjectId.Parse("TH014");
    private static readonly Author Somebody = new("soak", "operator", null);
    private static readonly Caller Operator = new("operator", "market-operator", null);
    private readonly RuleBook _rules = RuleBookFiles.Load(Path.Combine(Checkout.Root(AppContext.BaseDirectory), "schemas"));
    private readonly PassingSigner _signer = new();

    /// <summary>The verb.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var text, ..] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sales) || sales < 1)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        var (records, polls) = await new MarketFeed(Console.WriteLine).RunAsync(sales, seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sales} sales, {records} records, {polls} polls: the operator's list is the ledger's"));
        return 0;
    }

    /// <summary>Sells, delivers and polls.</summary>
    /// <returns>How many records went to GX-ETS, and how often the feed was read.</returns>
    /// <exception cref="InvalidOperationException">The operator's list is not the ledger's.</exception>
    public async Task<(long Records, int Polls)> RunAsync(int sales, int seed)
    {
        say($"seed {seed}");
        var directory = Directory.CreateTempSubdirectory("jcmhub-market-feed-").FullName;
        try
        {
            Directory.CreateDirectory(new DataDirectory(directory).Azurite);
            await using var storage = await StorageSession.OpenAsync(new LocalStackOptions { DataDirectory = directory }, default);
            await new TableServiceClient(storage.ConnectionString).CreateTableIfNotExistsAsync(TableLedgerRows.TableName);
            TableLedgerRows Rows() => new(new TableServiceClient(storage.ConnectionString));
            await IssueAsync(LedgerOn(Rows()));

            using var sold = new CancellationTokenSource();
            var delivering = DeliverAsync(Rows(), sold.Token);
            var polling = PollAsync(LedgerOn(Rows()), sold.Token);
            await Task.WhenAll(Enumerable.Range(0, Sellers).Select(seller => SellAsync(LedgerOn(Rows()), seller, (sales / Sellers) + (seller < sales % Sellers ? 1 : 0), new Random(seed + seller))));
            await sold.CancelAsync();
            await delivering;
            var (list, cursor, polls) = await polling;
            return (await CheckAsync(LedgerOn(Rows()), list, cursor), polls);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private Ledger LedgerOn(ILedgerRows rows) => new(rows, new Relay(rows, new NoQueue(), new ExchangeSteps()), _rules, _signer, TimeProvider.System, NullLogger<Ledger>.Instance);

    /// <summary>Authorised units of one decision in the first company's account, first transferred and adjusted for.</summary>
    private static async Task IssueAsync(Ledger ledger)
    {
        var issued = new AnnouncedRecord(new RecordId(Host, PartyId.Japan, 1), RecordKind.Issuance, Units, [new SerialRange(1, Units)])
        {
            State = RecordState.Receipted, Digest = "sha-256:" + new string('0', 64), AppliedOn = Day,
        };
        var issuance = new Issuance
        {
            Decision = new Decision(DecisionId, Host, Project, Year, Day, new Allocation([])) { ContentHash = "sha-256:0", Authorization = Authorised },
            ReportId = "TH014-0000000000000000",
            Records = [issued],
            Adjustments = [Adjustment(1)],
        };
        await CommitAsync(ledger, "notify", (_, entry) =>
        {
            foreach (var side in new[] { Side.Japan, Side.Partner })
                entry.Approve(new DecisionApproval(DecisionId, "sha-256:0", side));
            var block = Notified(entry.DrawUnits(Units));
            entry.Put(block);
            entry.Announce(PartyId.Japan, RecordKind.Issuance, new IssuanceContent(DecisionId, Project, Year, [block], null, Authorised), []);
            return Task.CompletedTask;
        }, RowWrite.Add(LedgerKeys.Issuance(DecisionId), LedgerJson.Write(issuance)));
        await CommitAsync(ledger, "issue", async (view, entry) =>
        {
            var block = (await view.BlocksAsync(PartyId.Japan, new SerialRange(1, Units), default)).Single();
            entry.Replace(block, block with { State = UnitState.Live, RegistrySerials = block.Units, FirstTransferredOn = Day });
            entry.Put(Adjustment(entry.DrawAdjustment()));
        });
    }

    private static Authorization Authorised => new("THA-0001", "CA0004", "NDC and OIMP", new WholeTonnes(Units), Day);

    private static CorrespondingAdjustment Adjustment(long number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Host}.2021.{number}"), Host, DecisionId, Project, new Vintage(2021), new WholeTonnes(Units), Day, $"{Host}.JP.1", null);

    private static UnitBlock Notified(SerialRange units) => new()
    {
        Registry = PartyId.Japan, Units = units, Project = Project, Vintage = new Vintage(2021), Account = "JP-ENT-0", AccountType = AccountType.EntityHolding,
        Holder = "A company", Decision = DecisionId, State = UnitState.Awaiting, Authorization = "THA-0001",
    };

    /// <summary>Sells some units of some company's to another, in two entries as a registry's transfer is; what moved is told in the second.</summary>
    private async Task SellAsync(Ledger ledger, int seller, int sales, Random random)
    {
        var gate = new EligibilityGate(_rules.GxEts, Disputes.None);
        for (var sale = 0; sale < sales; sale++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"JP.{seller}-{sale}");
            var (first, tonnes, to) = (random.Next(1, Units + 1), random.Next(1, 40), $"JP-ENT-{random.Next(4)}");
            await CommitAsync(ledger, $"reserve-{id}", async (view, entry) =>
            {
                if (await view.BlockOfAsync(PartyId.Japan, first, default) is not { State: UnitState.Live } block)
                    return;
                var (kept, mine) = block.Units.Count > tonnes ? block.Split(tonnes) : ((UnitBlock?)null, block);
                mine = mine with { State = UnitState.Reserved, Operation = id, MovesTo = to };
                entry.Replace(block, kept is null ? [mine] : [kept, mine]);
            });
            await CommitAsync(ledger, $"settle-{id}", async (view, entry) =>
            {
                await foreach (var row in view.BlocksOfAsync(PartyId.Japan, default))
                {
                    if (LedgerJson.Read<UnitBlock>(row.Body) is { State: UnitState.Reserved } mine && mine.Operation == id)
                        entry.Replace(mine, mine with { State = UnitState.Live, Operation = null, MovesTo = null, Account = to });
                }

                var (_, issuance) = (await view.IssuanceAsync(DecisionId, default))!.Value;
                EligibleCredits.Tell(issuance, RecordCause.MarketList(DecisionId), gate, entry);
            });
        }
    }

    private static async Task CommitAsync(Ledger ledger, string command, Func<LedgerView, LedgerEntry, Task> write, params RowWrite[] rows)
    {
        while (true)
        {
            var answer = await ledger.CommitAsync<string>(Host, Somebody, async (view, entry) =>
            {
                await write(view, entry);
                return new LedgerStep<string> { Answer = command, CommandId = command, InputHash = ContentHash.Of([]), Rows = rows };
            }, default);
            if (!answer.IsRefused)
                return;
            if (answer.Refusal.Code != "ledger-busy")
                throw new InvalidOperationException(answer.Refusal.Detail);
        }
    }

    /// <summary>GX-ETS takes notice of every record, one after the other, until nothing is sold any more and nothing is left.</summary>
    private async Task DeliverAsync(ILedgerRows rows, CancellationToken sold)
    {
        var ledger = LedgerOn(rows);
        var deliveries = new DeliveryRules(_rules, 1);
        var book = new BookReceipt(ledger, new StreamLeases(rows, deliveries, TimeProvider.System), deliveries, [new MarketListBooking()], new NoQueue(), new ExchangeSteps());
        while (true)
        {
            var isLast = sold.IsCancellationRequested;
            if (await ledger.View(Host).FirstOutboxAsync(Destination.GxEts, default) is { } record)
            {
                var receipt = new Receipt(record.Id, record.Digest, true, DateOnly.FromDateTime(record.Time.UtcDateTime));
                await book.BookAsync(record, new SignedReceipt(receipt, default, null, null, record.Digest), default);
            }
            else if (isLast)
                return;
        }
    }

    /// <summary>Polls from the cursor and keeps a list of its own, until nothing is sold any more and the feed has come to its end.</summary>
    private async Task<(Dictionary<long, string> List, string Cursor, int Polls)> PollAsync(Ledger ledger, CancellationToken sold)
    {
        var feed = new ReadEligibleCredits(_rules, ledger, TimeProvider.System);
        var (list, cursor, polls) = (new Dictionary<long, string>(), "", 0);
        while (true)
        {
            var isLast = sold.IsCancellationRequested;
            var page = (await feed.ReadAsync(cursor, Operator, default)).Value ?? throw new InvalidOperationException($"The feed refuses its own cursor {cursor}.");
            foreach (var item in page["items"]!.AsArray())
                Keep(list, item!);
            cursor = page["next"]!.GetValue<string>();
            polls++;
            if (isLast && !page["hasMore"]!.GetValue<bool>())
                return (list, cursor, polls);
        }
    }

    private static void Keep(Dictionary<long, string> list, JsonNode item)
    {
        var isAnnouncement = item["type"]!.GetValue<string>() == "jcm.eligible-credits.v1";
        foreach (var block in item["data"]!["blocks"]!.AsArray())
        {
            var account = block!["account"]!.GetValue<string>();
            for (var unit = Number(block["hubFirst"]); unit <= Number(block["hubLast"]); unit++)
            {
                if (isAnnouncement)
                    list[unit] = account;
                else if (list.GetValueOrDefault(unit) == account)
                    list.Remove(unit);
            }
        }
    }

    private async Task<long> CheckAsync(Ledger ledger, Dictionary<long, string> list, string cursor)
    {
        var view = ledger.View(Host);
        var tail = await view.TailAsync(Destination.GxEts, default);
        if (cursor != string.Create(CultureInfo.InvariantCulture, $"{Host}.{tail}"))
            throw new InvalidOperationException($"The cursor stands at {cursor}, and the stream ends at {tail}.");
        var listed = new Dictionary<long, string>();
        await foreach (var row in view.BlocksOfAsync(PartyId.Japan, default))
        {
            var block = LedgerJson.Read<UnitBlock>(row.Body);
            for (var unit = block.Units.First; block.ListedIn is { } account && unit <= block.Units.Last; unit++)
                listed.Add(unit, account);
        }

        if (list.Count != listed.Count || listed.Any(unit => list.GetValueOrDefault(unit.Key) != unit.Value))
            throw new InvalidOperationException($"The operator's list has {list.Count} units, the ledger's {listed.Count}; {listed.Count(unit => list.GetValueOrDefault(unit.Key) != unit.Value)} differ.");
        if (await EligibleAsync(ledger) is var eligible && eligible != listed.Count)
            throw new InvalidOperationException($"The feed from its beginning says that {eligible} t are eligible, and {listed.Count} are.");
        return tail;
    }

    /// <summary>What the feed from its beginning says is eligible now.</summary>
    private async Task<long> EligibleAsync(Ledger ledger)
    {
        var feed = new ReadEligibleCredits(_rules, ledger, TimeProvider.System);
        for (var (cursor, tonnes) = ("", 0L); ;)
        {
            var page = (await feed.ReadAsync(cursor, Operator, default)).Value!;
            tonnes += page["items"]!.AsArray().Where(item => item!["eligibleNow"] is not null).Sum(item => Number(item!["eligibleNow"]));
            cursor = page["next"]!.GetValue<string>();
            if (!page["hasMore"]!.GetValue<bool>())
                return tonnes;
        }
    }

    private static long Number(JsonNode? text) => long.Parse(text!.GetValue<string>(), CultureInfo.InvariantCulture);

    private sealed class NoQueue : IRecordQueue
    {
        public Task SendAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WakeAsync(StreamId stream, DateTimeOffset? at, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
