using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests;

/// <summary>The stack under our own client: its habits differ from the JavaScript one's.</summary>
public sealed class AmqpNetLiteClientTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_OfAmqpNetLite_SendsReceivesAndSettles(bool sasl)
    {
        await using var broker = await TestBroker.StartAsync();
        var connection = await Connection.Factory.CreateAsync(new Address("localhost", broker.Port, null, null, "/", "amqp"), null, null);
        if (sasl)
        {
            await connection.CloseAsync();
            var factory = new ConnectionFactory();
            factory.SASL.Profile = SaslProfile.Anonymous;
            connection = await factory.CreateAsync(new Address("localhost", broker.Port, null, null, "/", "amqp"));
        }

        var session = new Session(connection);
        Assert.Equal(202, await PutTokenAsync(session, broker));
        var sender = new SenderLink(session, "sender", TestBroker.Queue);
        for (var i = 0; i < 300; i++) await sender.SendAsync(new Message { BodySection = new AmqpValue { Value = $"{i}" } });

        var receiver = new ReceiverLink(session, "receiver", TestBroker.Queue);
        receiver.SetCredit(50, autoRestore: true);
        for (var i = 0; i < 300; i++)
        {
            var message = await receiver.ReceiveAsync(TimeSpan.FromSeconds(10));
            Assert.Equal($"{i}", message.Body);
            Assert.Equal(16, message.DeliveryTag.Length);
            receiver.Accept(message);
        }

        Assert.Null(await receiver.ReceiveAsync(TimeSpan.FromMilliseconds(100)));
        await connection.CloseAsync();
        Assert.Equal((300, 300, 300), (broker.Statistics.Accepted, broker.Statistics.Delivered, broker.Statistics.Settled));
    }

    [Fact]
    public async Task Client_OfAmqpNetLite_LearnsWhyItsLinkWasRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        var connection = await Connection.Factory.CreateAsync(new Address("localhost", broker.Port, null, null, "/", "amqp"), null, null);
        var session = new Session(connection);
        await PutTokenAsync(session, broker);
        var sender = new SenderLink(session, "sender", "unknown");
        var error = await Assert.ThrowsAnyAsync<AmqpException>(() => sender.SendAsync(new Message("x")));
        Assert.Equal(ErrorCode.NotFound, (string)error.Error.Condition);
        await connection.CloseAsync();
    }

    static async Task<int> PutTokenAsync(Session session, TestBroker broker)
    {
        var token = RawPeer.Token($"sb://localhost:{broker.Port}/", broker.Options.SharedAccessKeyName, broker.Options.SharedAccessKey, broker.Time.GetUtcNow().AddHours(1));
        var receiver = new ReceiverLink(session, "cbs-receiver", new Attach { Source = new Source { Address = "$cbs" }, Target = new Target { Address = "me" } }, null);
        var sender = new SenderLink(session, "cbs-sender", "$cbs");
        await sender.SendAsync(new Message(token)
        {
            Properties = new Properties { MessageId = "1", ReplyTo = "me" },
            ApplicationProperties = new ApplicationProperties { ["operation"] = "put-token", ["type"] = "servicebus.windows.net:sastoken", ["name"] = "any" },
        });
        var response = await receiver.ReceiveAsync(TimeSpan.FromSeconds(10));
        await sender.CloseAsync();
        await receiver.CloseAsync();
        return (int)response.ApplicationProperties["status-code"];
    }
}
