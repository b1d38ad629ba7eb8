using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Tests.Support;

namespace JcmHub.Local.Runtime.Tests.Client;

public sealed class FailureTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly ServiceBusRetryOptions Once = new() { MaxRetries = 0, TryTimeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Operations_UnknownQueue_SayThatItIsNotFound()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Client();

        var sending = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("nowhere").SendMessageAsync(new ServiceBusMessage("x")));
        var receiving = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateReceiver("nowhere").ReceiveMessageAsync(Patience));

        Assert.Equal((ServiceBusFailureReason.MessagingEntityNotFound, "nowhere"), (sending.Reason, sending.EntityPath));
        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, receiving.Reason);
    }

    [Fact]
    public async Task SendMessage_TooLarge_SaysSo()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Client();

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage(new byte[300_000])));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, error.Reason);
    }

    [Fact]
    public async Task SendMessage_QueueFull_SaysSo()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { MaxSizeInMegabytes = 1 });
        await using var client = broker.Client();
        var sender = client.CreateSender(TestBroker.Queue);

        var error = await Assert.ThrowsAsync<ServiceBusException>(async () =>
        {
            for (var i = 0; i < 10; i++) await sender.SendMessageAsync(new ServiceBusMessage(new byte[200_000]));
        });

        Assert.Equal(ServiceBusFailureReason.QuotaExceeded, error.Reason);
    }

    [Fact]
    public async Task SendMessage_WrongKey_IsUnauthorized()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = new ServiceBusClient(broker.ConnectionString.Replace("test key", "another key", StringComparison.Ordinal));

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage("x")));
    }

    [Fact]
    public async Task SendMessage_NobodyListens_IsACommunicationProblem()
    {
        await using var client = new ServiceBusClient($"Endpoint=sb://localhost:{FreePort()};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true", new ServiceBusClientOptions { RetryOptions = Once });

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("q").SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal((ServiceBusFailureReason.ServiceCommunicationProblem, true), (error.Reason, error.IsTransient));
    }

    [Fact]
    public async Task SendMessage_ListenerNeverAnswers_TimesOut()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var client = new ServiceBusClient($"Endpoint=sb://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true", new ServiceBusClientOptions { RetryOptions = Once });

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => client.CreateSender("q").SendMessageAsync(new ServiceBusMessage("x")));

        Assert.Equal(ServiceBusFailureReason.ServiceTimeout, error.Reason);
    }

    [Fact]
    public async Task SendMessage_NoAmqp_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = Task.Run(async () =>
        {
            using var peer = await other.AcceptSocketAsync();
            await peer.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            await peer.ReceiveAsync(new byte[100]);
        });
        await using var client = new ServiceBusClient($"Endpoint=sb://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port};SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true", new ServiceBusClientOptions { RetryOptions = Once });

        await Assert.ThrowsAsync<NotSupportedException>(() => client.CreateSender("q").SendMessageAsync(new ServiceBusMessage("x")));
        await answering;
    }

    [Fact]
    public async Task SendAndReceive_BrokerRestarts_GoOnByThemselves()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Client();
        var sender = client.CreateSender(TestBroker.Queue);
        var receiver = client.CreateReceiver(TestBroker.Queue);
        await sender.SendMessageAsync(new ServiceBusMessage("before"));
        Assert.Equal("before", (await receiver.ReceiveMessageAsync(Patience)).Body.ToString());
        var waiting = receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(30));

        await broker.StopAsync();
        var sending = sender.SendMessageAsync(new ServiceBusMessage("meanwhile"));
        await broker.StartAgainAsync();

        await sending;
        Assert.Equal("meanwhile", await NextAsync(waiting, receiver));
    }

    [Fact]
    public async Task SendAndReceive_BrokerRestartsUnderLoad_NothingAcknowledgedIsLost()
    {
        await using var broker = await TestBroker.StartAsync(queue => queue with { LockDuration = TimeSpan.FromSeconds(2), MaxDeliveryCount = 100 });
        await using var client = broker.Client();
        var sender = client.CreateSender(TestBroker.Queue);
        var completed = new ConcurrentDictionary<string, bool>();
        using var done = new CancellationTokenSource();
        var receiving = Enumerable.Range(0, 3).Select(_ => ReceiveAllAsync(client.CreateReceiver(TestBroker.Queue), completed, done.Token)).ToList();

        var sending = Enumerable.Range(0, 8).Select(async lane =>
        {
            for (var i = 0; i < 100; i++) await sender.SendMessageAsync(new ServiceBusMessage($"{lane}/{i}"));
        }).ToList();
        for (var i = 0; i < 3; i++)
        {
            while (completed.Count < (i + 1) * 100) await Task.Delay(5);
            await broker.StopAsync();
            await broker.StartAgainAsync();
        }

        await Task.WhenAll(sending);
        while (completed.Count < 800) await Task.Delay(20);
        await done.CancelAsync();
        await Task.WhenAll(receiving);
        Assert.Equal(800, completed.Count);
    }

    [Fact]
    public async Task CompleteMessage_BrokerRestartedMeanwhile_SaysThatTheLockIsLost()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var client = broker.Client();
        await client.CreateSender(TestBroker.Queue).SendMessageAsync(new ServiceBusMessage("x"));
        var receiver = client.CreateReceiver(TestBroker.Queue);
        var message = await receiver.ReceiveMessageAsync(Patience);
        await broker.StopAsync();
        await broker.StartAgainAsync();

        var error = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(message));

        Assert.Equal(ServiceBusFailureReason.MessageLockLost, error.Reason);
    }

    [Fact]
    public async Task Operations_AfterDispose_AreRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        var client = broker.Client();
        var sender = client.CreateSender(TestBroker.Queue);
        await sender.SendMessageAsync(new ServiceBusMessage("x"));
        await client.DisposeAsync();

        Assert.True(client.IsClosed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new ServiceBusMessage("x")));
        Assert.Throws<ObjectDisposedException>(() => client.CreateReceiver(TestBroker.Queue));
    }

    [Theory]
    [InlineData("Endpoint=sb://jcmhub.servicebus.windows.net;SharedAccessKeyName=n;SharedAccessKey=k")]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=false")]
    public void New_NamespaceInAzure_SaysHowToReachIt(string connectionString)
    {
        var error = Assert.Throws<NotSupportedException>(() => new ServiceBusClient(connectionString));

        Assert.Contains("-p:FunctionsHost=Azure", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_WithCredential_SaysHowToReachIt() =>
        Assert.Throws<NotSupportedException>(() => new ServiceBusClient("jcmhub.servicebus.windows.net", DelegatedTokenCredential.Create((_, _) => default)));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Endpoint=here;UseDevelopmentEmulator=true")]
    [InlineData("Endpoint=sb://localhost;UseDevelopmentEmulator=true")]
    public void New_NoConnectionString_IsRefused(string connectionString) => Assert.Throws<FormatException>(() => new ServiceBusClient(connectionString));

    static async Task ReceiveAllAsync(ServiceBusReceiver receiver, ConcurrentDictionary<string, bool> completed, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            try
            {
                foreach (var message in await receiver.ReceiveMessagesAsync(20, TimeSpan.FromMilliseconds(200), done))
                {
                    completed[message.Body.ToString()] = true;
                    await receiver.CompleteMessageAsync(message, CancellationToken.None);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost })
            {
                // Done, or the broker forgot the lock when it stopped: the message comes again.
            }
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The message locked before the restart comes again too.
    static async Task<string> NextAsync(Task<ServiceBusReceivedMessage> waiting, ServiceBusReceiver receiver)
    {
        var message = await waiting;
        while (message.Body.ToString() == "before") message = await receiver.ReceiveMessageAsync(Patience);
        return message.Body.ToString();
    }
}
