using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace JcmHub.Adapters.Tests.Exchange;

/// <summary>Counts the requests that a client sends to the storage.</summary>
internal sealed class HttpPipelineCount : HttpPipelinePolicy
{
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Verb and address of each.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public void Reset() => _requests.Clear();

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        _requests.Enqueue($"{message.Request.Method} {message.Request.Uri.PathAndQuery}");
        return ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The hub's storage calls are asynchronous.");
}
