using System.Threading.Channels;
using JcmHub.Local.Broker.Storage;

namespace JcmHub.Local.Broker.Queues;

/// <summary>
/// The one writer. Requests of all connections queue up here; each turn delivers what receivers wait for, carries out the
/// requests that have gathered, commits once (group commit), and answers. While one commit runs the next turn gathers, so
/// the load sets the size of a turn. What is in memory is touched by this loop alone and needs no locks.
/// </summary>
internal sealed class QueueEngine : IAsyncDisposable
{
    const string DeadLetterSuffix = "/$deadletterqueue";
    const int RequestsPerTurn = 1000;
    const int EventsPerTurn = 500;
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);
    static readonly TimeSpan TimerGranularity = TimeSpan.FromMilliseconds(1); // Timers drop fractions: never early.

    readonly Channel<Action<Turn>> requests = Channel.CreateUnbounded<Action<Turn>>(new UnboundedChannelOptions { SingleReader = true });
    readonly Dictionary<string, BrokerQueue> served = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<long, BrokerQueue> all = [];
    readonly MessageStore store;
    readonly TimeProvider time;
    readonly Action<string> log;
    readonly ITimer timer;
    readonly Task loop;
    HashSet<BrokerQueue> needDispatch = [];
    DateTimeOffset storeWake = DateTimeOffset.MinValue;
    DateTimeOffset timerSet = DateTimeOffset.MaxValue;

    public QueueEngine(MessageStore store, IEnumerable<QueueDeclaration> queues, TimeProvider time, Action<string> log)
    {
        this.store = store;
        this.time = time;
        this.log = log;
        foreach (var declaration in queues) Serve(declaration, served);
        ServeUndeclared();
        store.Commit();
        timer = time.CreateTimer(_ => Post(_ => timerSet = DateTimeOffset.MaxValue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        loop = Task.Run(RunAsync);
        Post(_ => { });
    }

    public StatisticsCounter Statistics { get; } = new();

    /// <summary>A queue by its address, such as <c>reports</c> or <c>reports/$DeadLetterQueue</c>.</summary>
    public BrokerQueue? Find(string address) => served.GetValueOrDefault(address);

    /// <summary>Has a request carried out in a coming turn. From any thread, never blocks.</summary>
    public void Post(Action<Turn> request) => requests.Writer.TryWrite(request);

    /// <summary>The store has something to do at this time. Engine only.</summary>
    public void WakeAt(DateTimeOffset at)
    {
        if (at < storeWake) storeWake = at;
    }

    /// <summary>A queue has messages for receivers, or receivers for messages. Engine only.</summary>
    public void NeedsDispatch(BrokerQueue queue) => needDispatch.Add(queue);

    /// <summary>Carries out what has been posted, then stops and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        requests.Writer.TryComplete();
        await loop;
        store.Dispose();
    }

    // Their messages keep their clocks but have no address; declared again, they are there.
    void ServeUndeclared()
    {
        foreach (var name in store.QueueNames())
        {
            if (served.ContainsKey(name) || name.EndsWith(DeadLetterSuffix, StringComparison.OrdinalIgnoreCase)) continue;
            Serve(QueueDeclaration.WithDefaults(name) with { DeadLetteringOnMessageExpiration = true }, []);
        }
    }

    void Serve(QueueDeclaration declaration, Dictionary<string, BrokerQueue> byAddress)
    {
        var dead = new BrokerQueue(this, store, declaration, declaration.Name + DeadLetterSuffix, null);
        var queue = new BrokerQueue(this, store, declaration, declaration.Name, dead);
        foreach (var each in (BrokerQueue[])[queue, dead])
        {
            byAddress[each.Name] = each;
            all[each.Id] = each;
        }
    }

    async Task RunAsync()
    {
        while (needDispatch.Count > 0 || await requests.Reader.WaitToReadAsync())
        {
            if (!RunTurn()) await Task.Delay(PauseAfterFailure);
        }
    }

    bool RunTurn()
    {
        var turn = new Turn(store, time.GetUtcNow());
        Exception? failure = null;
        try
        {
            Dispatch(turn);
            for (var i = 0; i < RequestsPerTurn && requests.Reader.TryRead(out var request); i++) request(turn);
            RunEvents(turn);
            foreach (var queue in turn.Touched) queue.Save(store);
            store.Commit();
        }
        catch (Exception e)
        {
            failure = e;
            Undo(e);
        }

        turn.Finish(failure, log);
        SetTimer();
        return failure is null;
    }

    void Undo(Exception failure)
    {
        log($"A commit failed and was undone: {failure}");
        store.Rollback();
        try
        {
            foreach (var queue in all.Values) queue.Reload(store);
        }
        catch (Exception e)
        {
            log($"The store cannot be read: {e}"); // The next turn fails too, is told so, and tries again.
        }
    }

    void Dispatch(Turn turn)
    {
        if (needDispatch.Count == 0) return;
        var queues = needDispatch;
        needDispatch = [];
        foreach (var queue in queues)
        {
            if (queue.Dispatch(turn)) needDispatch.Add(queue);
        }
    }

    void RunEvents(Turn turn)
    {
        foreach (var queue in all.Values)
        {
            if (queue.NextLockEnd <= turn.Now) queue.EndLocks(turn);
        }

        if (storeWake > turn.Now) return;
        foreach (var (queue, sequence) in store.Due(turn.Now, EventsPerTurn))
        {
            if (store.Read(queue, sequence) is { } message) all[queue].Activate(turn, message);
        }

        foreach (var (queue, sequence) in store.Expired(turn.Now, EventsPerTurn))
        {
            if (store.Read(queue, sequence) is { } message) all[queue].Expire(turn, message);
        }

        store.Forget(turn.Now);
        storeWake = new[] { store.NextDue(), store.NextExpiry(), store.NextForgotten() }.Min() ?? DateTimeOffset.MaxValue;
    }

    void SetTimer()
    {
        var next = all.Values.Select(q => q.NextLockEnd).Append(storeWake).Min()!.Value;
        if (next == timerSet) return;
        timerSet = next;
        if (next == DateTimeOffset.MaxValue) return;
        var wait = next - time.GetUtcNow() + TimerGranularity;
        timer.Change(wait > LongestTimer ? LongestTimer : wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        // A clock that was moved in between would have the timer wait from the new time on.
        if (time.GetUtcNow() >= next) timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
