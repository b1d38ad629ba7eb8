using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using JcmHub.Local.Protocol;
using RpcException = Grpc.Core.RpcException;

namespace JcmHub.Local.Host.Workers;

/// <summary>The stream of messages between host and one worker: questions with their answers, and what either says by itself.</summary>
internal sealed class WorkerLink(Action<RpcLog> log)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream has ended, whoever ended it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Sends a message that has no answer.</summary>
    public void Tell(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Sends a message and waits for its answer.</summary>
    /// <param name="message">The message; its request id is set here.</param>
    /// <param name="id">A new id; that of the invocation where it is one.</param>
    /// <exception cref="WorkerGoneException">The stream ended before the answer came.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message, string? id = null)
    {
        message.RequestId = id ?? Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[message.RequestId] = answer;
        // Where the end came between the two, nobody else would tell this one.
        if (!_outgoing.Writer.TryWrite(message) || _ended.Task.IsCompleted)
            Drop();
        try
        {
            return await answer.Task;
        }
        finally
        {
            _asked.TryRemove(message.RequestId, out _);
        }
    }

    /// <summary>Carries messages both ways until either side ends the stream.</summary>
    public async Task CarryAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken gone)
    {
        var writing = WriteAsync(outgoing, gone);
        try
        {
            while (await incoming.MoveNext(gone))
                Take(incoming.Current);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or RpcException)
        {
            // The worker is gone without a word.
        }
        finally
        {
            _outgoing.Writer.TryComplete();
            _ended.TrySetResult();
            Drop();
            await writing;
        }
    }

    private void Take(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
            log(message.RpcLog);
        else if (_asked.TryGetValue(message.RequestId, out var asked))
            asked.TrySetResult(message);
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken gone)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(gone))
                await outgoing.WriteAsync(message, gone);
        }
        catch (Exception fault) when (fault is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The reading side says when the stream has ended.
        }
    }

    private void Drop()
    {
        foreach (var asked in _asked.Values)
            asked.TrySetException(new WorkerGoneException());
    }
}
