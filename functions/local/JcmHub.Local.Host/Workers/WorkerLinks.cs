using System.Collections.Concurrent;
using Grpc.Core;
using JcmHub.Local.Protocol;
using RpcException = Grpc.Core.RpcException;

namespace JcmHub.Local.Host.Workers;

/// <summary>Where workers call in: the service of the protocol, and who is expected.</summary>
internal sealed class WorkerLinks : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, (WorkerLink Link, TaskCompletionSource CalledIn)> _expected = new();

    /// <summary>Expects a worker of that id on that link.</summary>
    /// <returns>Completes when it has called in.</returns>
    public Task Expect(string workerId, WorkerLink link)
    {
        var calledIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[workerId] = (link, calledIn);
        return calledIn.Task;
    }

    /// <inheritdoc />
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream is not { } start
            || !_expected.TryRemove(start.WorkerId, out var worker))
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "This host expects no such worker."));
        worker.CalledIn.TrySetResult();
        await worker.Link.CarryAsync(requestStream, responseStream, context.CancellationToken);
    }
}
