using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace JcmHub.Benchmarks.Broker;

/// <summary>The same measures as the official client's script takes, with the client behind the local <c>ServiceBusClient</c>.</summary>
internal static class OurClientSpeed
{
    private const string Queue = "drained";

    public static async Task RunAsync(string connectionString, Action<string, double> print)
    {
        await using var client = new ServiceBusClient(connectionString);
        await using var sender = client.CreateSender(Queue);
        await using var receiver = client.CreateReceiver(Queue);

        await InFlightAsync(2000, 50, () => sender.SendMessageAsync(Message()));
        await ReceiveAsync(receiver, 2000);
        await MeasureAsync("sent, singly awaited", 2000, messages => InFlightAsync(messages, 1, () => sender.SendMessageAsync(Message())));
        await MeasureAsync("sent, 200 in flight", 20_000, messages => InFlightAsync(messages, 200, () => sender.SendMessageAsync(Message())));
        await MeasureAsync("sent, batches of 100", 40_000, messages => InFlightAsync(messages / 100, 1, () => sender.SendMessagesAsync(Enumerable.Range(0, 100).Select(_ => Message()))));
        await MeasureAsync("received and completed by 100", 62_000, messages => ReceiveAsync(receiver, messages));

        async Task MeasureAsync(string name, int messages, Func<int, Task> work)
        {
            var started = Stopwatch.GetTimestamp();
            await work(messages);
            print(name, messages / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static ServiceBusMessage Message() => new(new string('s', 1000));

    private static Task InFlightAsync(int count, int lanes, Func<Task> send)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, lanes).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await send();
        }));
    }

    private static async Task ReceiveAsync(ServiceBusReceiver receiver, int messages)
    {
        for (var left = messages; left > 0;)
        {
            var received = await receiver.ReceiveMessagesAsync(Math.Min(100, left), TimeSpan.FromSeconds(5));
            await Task.WhenAll(received.Select(message => receiver.CompleteMessageAsync(message)));
            left -= received.Count;
        }
    }
}
