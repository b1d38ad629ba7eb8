using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Exchange;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>As many messages of the same length, sent in batches of 100 and received and completed eight at a time, as <c>host.json</c> has it.</summary>
internal static class BareBroker
{
    private const int Batch = 100;
    private const int Concurrency = 8;

    public static async Task RunAsync(ServiceBusClient client, string queue, int messages)
    {
        await using var sender = client.CreateSender(queue);
        await using var receiver = client.CreateReceiver(queue);
        var sending = SendAsync(sender, messages);
        for (var left = messages; left > 0;)
        {
            var received = await receiver.ReceiveMessagesAsync(Math.Min(Concurrency, left), TimeSpan.FromSeconds(10));
            await Task.WhenAll(received.Select(message => receiver.CompleteMessageAsync(message)));
            left -= received.Count;
            // Whoever waits for messages that were never sent waits for ever.
            if (received.Count == 0 && sending.IsCompleted)
                throw new InvalidOperationException($"{left} messages do not come.", sending.Exception);
        }

        await sending;
    }

    private static async Task SendAsync(ServiceBusSender sender, int messages)
    {
        var body = new string('r', 900);
        for (var left = messages; left > 0; left -= Batch)
            await sender.SendMessagesAsync(Enumerable.Range(0, Math.Min(Batch, left)).Select(_ => new ServiceBusMessage(body) { Subject = "TH.TH.1" }));
    }
}
