using Azure.Core;
using Azure.Core.Pipeline;

namespace JcmHub.Adapters.Tests;

/// <summary>Loses the answer of the next transaction: it is stored, and the connection breaks before the client hears of it.</summary>
internal sealed class LostAnswer : HttpPipelinePolicy
{
    private int _toLose = 1;

    /// <summary>How many answers were lost.</summary>
    public int Lost { get; private set; }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && message.Response.Status == 202 && Interlocked.Exchange(ref _toLose, 0) == 1)
        {
            Lost++;
            throw new IOException("The test broke the connection.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The hub's storage calls are asynchronous.");
}
