using System.Collections.Concurrent;
using JcmHub.Local.Broker.Messages;
using JcmHub.Local.Broker.Queues;
using JcmHub.Local.Broker.Storage;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Queues;

/// <summary>A turn is all or nothing, and one that fails is told to everyone in it.</summary>
public sealed class QueueEngineTests : IAsyncLifetime, IAsyncDisposable
{
    readonly ManualTime time = new();
    readonly ConcurrentQueue<string> log = [];
    readonly QueueEngine engine;
    readonly BrokerQueue queue;

    public QueueEngineTests()
    {
        engine = new QueueEngine(new MessageStore(":memory:"), [QueueDeclaration.WithDefaults("q") with { MaxSizeInMegabytes = 1 }], time, log.Enqueue);
        queue = engine.Find("Q")!;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Fact]
    public async Task Turn_ThatFails_IsUndoneAndSaidSo()
    {
        await In(turn => queue.Enqueue(turn, Message("kept"), null));

        var failure = await Assert.ThrowsAsync<IOException>(() => In<long?>(turn =>
        {
            queue.Enqueue(turn, Message(new string('x', 900_000)), null);
            throw new IOException("The disk is full.");
        }));

        Assert.Equal("The disk is full.", failure.Message);
        Assert.Contains(log, line => line.Contains("The disk is full.", StringComparison.Ordinal));
        Assert.True(await In(_ => queue.HasRoomFor(900_000)));
        Assert.Equal(2L, await In(turn => queue.Enqueue(turn, Message("next"), null)));
        Assert.Equal([1L, 2L], await In(turn => queue.Peek(turn, 0, 10, int.MaxValue).ConvertAll(m => m.Sequence)));
    }

    [Fact]
    public async Task Settlement_InATurnThatFails_LeavesTheMessageToComeAgain()
    {
        await In(turn => queue.Enqueue(turn, Message("m"), null));
        var held = await DeferAndLock();

        await Assert.ThrowsAsync<IOException>(() => In<int>(turn =>
        {
            Assert.Null(queue.Settle(turn, held, new Settlement.Complete()));
            throw new IOException("The disk is full.");
        }));

        var message = Assert.Single(await In(turn => queue.ReceiveDeferred(turn, [1], delete: true)!));
        Assert.Equal(1L, message.Message.Sequence);
    }

    /// <summary>Locks the message by way of a deferral, the one path that needs no link.</summary>
    async Task<Guid> DeferAndLock()
    {
        await In(turn =>
        {
            var stored = turn.Store.Read(queue.Id, 1)!;
            turn.Store.Delete(queue.Id, 1);
            turn.Store.Insert(queue.Id, stored with { State = MessageState.Deferred });
            return 0;
        });
        return (await In(turn => queue.ReceiveDeferred(turn, [1], delete: false)))![0].Lock!.Token;
    }

    async Task<T> In<T>(Func<Turn, T> request)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Post(turn =>
        {
            T result = default!;
            turn.After(failure =>
            {
                if (failure is null) done.SetResult(result);
                else done.SetException(failure);
            });
            result = request(turn);
        });
        return await done.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    static NewMessage Message(string body) => new(body[..1], null, null, null, [0x00, 0x53, 0x77, 0xB1, .. BitConverter.GetBytes(body.Length).Reverse(), .. System.Text.Encoding.ASCII.GetBytes(body)]);
}
