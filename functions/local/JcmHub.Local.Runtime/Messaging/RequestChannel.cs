using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using JcmHub.Local.Runtime.Wire;

namespace JcmHub.Local.Runtime.Messaging;

/// <summary>Asks a node and waits for its answer: <c>$cbs</c> and <c>…/$management</c>. A pair of links on one connection.</summary>
internal sealed class RequestChannel
{
    const uint Credit = 100;

    readonly SendingLink requests;
    readonly ReceivingLink answers;
    readonly string replyTo;
    readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> open = [];

    RequestChannel(SendingLink requests, ReceivingLink answers, string replyTo)
    {
        this.requests = requests;
        this.answers = answers;
        this.replyTo = replyTo;
    }

    public static async Task<RequestChannel> OpenAsync(AmqpClientConnection connection, string node, CancellationToken cancellationToken)
    {
        var replyTo = Guid.NewGuid().ToString("N");
        var requests = await SendingLink.AttachAsync(connection, node, replyTo, cancellationToken);
        var answers = await ReceivingLink.AttachAsync(connection, node, replyTo, settled: true, prefetch: Credit, cancellationToken);
        var channel = new RequestChannel(requests, answers, replyTo);
        _ = channel.ListenAsync();
        return channel;
    }

    public bool IsOver => requests.IsOver || answers.IsOver;

    /// <exception cref="AmqpException">The node did not take the request.</exception>
    /// <exception cref="IOException">The link ended first.</exception>
    public async Task<Message> AskAsync(Message request, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        request.Properties = new Properties { MessageId = id, ReplyTo = replyTo };
        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        open[id] = answer;
        try
        {
            if (IsOver) throw new IOException("The link to the broker is over.");
            await requests.SendAsync(MessageCodec.Bytes(request), 0, cancellationToken);
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            open.TryRemove(id, out _);
        }
    }

    async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                foreach (var delivery in await answers.ReceiveAsync((int)Credit, CancellationToken.None))
                {
                    var bytes = delivery.Message.ToArray();
                    var answer = Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));
                    if (answer.Properties?.GetCorrelationId()?.ToString() is { } id && open.TryGetValue(id, out var asked)) asked.TrySetResult(answer);
                }
            }
        }
        catch (Exception e)
        {
            foreach (var asked in open.Values) asked.TrySetException(e is IOException ? e : new IOException("An answer of the broker could not be read.", e));
        }
    }
}
