using System.Diagnostics;
using System.Globalization;
using JcmHub.Local.Stack;

namespace JcmHub.Soak.AtRandom;

/// <summary>
/// Everything that happens to a tonne, drawn at random over many hosts: decisions, receipts right and wrong, refusals, replays, operations,
/// corrections, key changes, nights, processes that die. A model of its own says of each step what must be accepted and what refused; at the end
/// every journal verifies, the feed read from its cursor is the state, the balance is the first transfers, and a reconciliation finds what was
/// planted and nothing else.
/// </summary>
public sealed class LedgersAtRandom(Action<string> say)
{
    /// <summary>How it is called.</summary>
    public const string Usage = "  ledgers-at-random [STEPS] [SEED] [WITHOUT]   steps at random over many hosts, each held against a model; the same seed is the same run;\n" +
        "                                     WITHOUT: kinds of wrong receipts and of refused records that are left out, to look behind a fault that is known";

    private const int Round = 250;
    private readonly SortedDictionary<string, (int Done, int Idle)> _steps = [];

    /// <summary>The verb.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var steps = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 10_000;
        var seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
        return await new LedgersAtRandom(Console.WriteLine).RunAsync(steps, seed, arguments.Length > 2 ? arguments[2].Split(',') : []) ? 0 : 1;
    }

    /// <summary>Runs the steps and checks what is left.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="without">Kinds of wrong receipts and of refused records that are left out.</param>
    /// <returns>Whether all was as it should be; where not, what and after which steps was said.</returns>
    public async Task<bool> RunAsync(int steps, int seed, params IReadOnlyCollection<string> without)
    {
        say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var directory = Directory.CreateTempSubdirectory("jcmhub-ledgers-at-random-").FullName;
        try
        {
            Directory.CreateDirectory(new DataDirectory(directory).Azurite);
            var schemas = Directory.CreateDirectory(Path.Combine(directory, "schemas")).FullName;
            SoakRules.Write(schemas);
            await using var storage = await StorageSession.OpenAsync(new LocalStackOptions { DataDirectory = directory }, default);
            var (random, clock) = (new Random(seed), new SoakClock());
            var keys = new SoakKeys(SoakHost.All.Where(host => host.Mode is not null).Select(host => host.Code).Append("JP").Append("GX-ETS"));
            var exchange = new SoakExchange(random, clock, keys) { Without = without };
            using var hub = await SoakHub.BeginAsync(storage.ConnectionString, schemas, clock, keys, exchange.Ways, exchange);
            return await RunAsync(new SoakWorld(random, clock, keys, exchange, hub), steps, seed);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task<bool> RunAsync(SoakWorld world, int steps, int seed)
    {
        var streams = new StreamSteps(world);
        var (feed, nights) = (new FeedSteps(world, streams), new NightSteps(world));
        var checks = new SoakChecks(world, feed);
        var watch = Stopwatch.StartNew();
        try
        {
            foreach (var registry in world.Exchange.Registries.Keys.Where(code => code != "GX-ETS"))
                await world.TellAccountsAsync(registry);
            await DrawAsync(world, Kinds(world, streams, feed, nights), checks, steps, watch);
            await SettleAsync(world, streams, checks, nights);
            Report(world, checks, nights, watch.Elapsed);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"FAULT at step {world.Step} of seed {seed}: {(fault is SoakFault ? fault.Message : fault)}"));
            foreach (var line in world.Story((fault as SoakFault)?.About ?? []))
                say(line);
            say(string.Create(CultureInfo.InvariantCulture, $"again: ledgers-at-random {steps} {seed} {string.Join(',', world.Exchange.Without)}"));
            return false;
        }
    }

    private static (int Weight, string Name, Func<Task<bool>> Act)[] Kinds(SoakWorld world, StreamSteps streams, FeedSteps feed, NightSteps nights)
    {
        var (decisions, operations, corrections) = (new DecisionSteps(world), new OperationSteps(world), new CorrectionSteps(world));
        return
        [
            (60, "decide", decisions.DecideAsync),
            (15, "acknowledge a notified amount", decisions.AcknowledgeAsync),
            (60, "approve a transfer", decisions.ApproveTransferAsync),
            (300, "dispatch a stream", streams.DispatchAsync),
            (130, "send receipts", streams.ReceiptAsync),
            (40, "replay", streams.ReplayAsync),
            (15, "sweep", streams.SweepAsync),
            (4, "renew a key", streams.RenewKeyAsync),
            (170, "ask for an operation", operations.RequestAsync),
            (50, "ask for a transfer abroad", operations.RequestAbroadAsync),
            (40, "approve a transfer abroad", operations.ApproveAsync),
            (8, "shut an account", operations.ShutAsync),
            (45, "authorise later", operations.AuthorizeAsync),
            (50, "correct", corrections.CorrectAsync),
            (20, "ask for a rest or let it lapse", new RestSteps(world).RestAsync),
            (30, "follow the feed", feed.PollAsync),
            (20, "take an adjustment on", feed.AdvanceAsync),
            (5, "night", nights.NightAsync),
        ];
    }

    private async Task DrawAsync(SoakWorld world, (int Weight, string Name, Func<Task<bool>> Act)[] kinds, SoakChecks checks, int steps, Stopwatch watch)
    {
        var all = kinds.Sum(kind => kind.Weight);
        for (world.Step = 1; world.Step <= steps; world.Step++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(world.Random.Next(1, 10)));
            var drawn = world.Random.Next(all);
            var kind = kinds.First(each => (drawn -= each.Weight) < 0);
            var isDone = await kind.Act();
            var (done, idle) = _steps.GetValueOrDefault(kind.Name);
            _steps[kind.Name] = isDone ? (done + 1, idle) : (done, idle + 1);
            if (world.Step % Round != 0)
                continue;
            await checks.RunAsync();
            say(string.Create(CultureInfo.InvariantCulture, $"step {world.Step}: {checks.Entries} entries hold, {watch.Elapsed.TotalSeconds:0} s, {world.Hub.Requests} requests"));
        }
    }

    /// <summary>Everybody does what they should until nothing is on its way; then all is compared once more.</summary>
    private static async Task SettleAsync(SoakWorld world, StreamSteps streams, SoakChecks checks, NightSteps nights)
    {
        (world.IsSafe, world.Exchange.IsQuiet) = (true, true);
        for (var isMoving = true; isMoving;)
        {
            isMoving = false;
            foreach (var (host, destination) in world.Tails.Keys.Where(stream => world.BookedOf(stream.Host, stream.Destination) < world.Tails[stream]).ToArray())
            {
                isMoving = true;
                await streams.DispatchAsync(host, destination);
                while (world.Exchange.NextOf(host, destination) is { } next)
                    world.Exchange.Deal(destination, next);
                await streams.SendReceiptsAsync(host, destination);
            }

            foreach (var refused in world.Refused.Where(each => each.Value is null).Select(each => each.Key).ToArray())
            {
                isMoving = true;
                await streams.ReplayAsync(refused);
            }
        }

        await checks.RunAsync();
        await nights.ReconcileAsync(null);
    }

    private void Report(SoakWorld world, SoakChecks checks, NightSteps nights, TimeSpan time)
    {
        foreach (var (name, (done, idle)) in _steps)
            say(string.Create(CultureInfo.InvariantCulture, $"{name}: {done}, nothing to do {idle}"));
        var (accepted, refused) = (world.Accepted, world.Rejected);
        say(string.Create(CultureInfo.InvariantCulture, $"wrong receipts: {string.Join(", ", world.Exchange.WrongReceipts.OrderBy(each => each.Key).Select(each => $"{each.Key} {each.Value}"))}"));
        say(string.Create(CultureInfo.InvariantCulture,
            $"{world.Step - 1} steps: {accepted} calls accepted, {refused} refused as they must be, {world.Refused.Count} records refused, {world.Hub.Deaths} processes ended, {nights.Found} planted differences found; {checks.Entries} journal entries; {time.TotalSeconds:0} s, {world.Hub.Requests} storage requests"));
    }
}
