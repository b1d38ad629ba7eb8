using Amqp.Types;
using JcmHub.Local.Broker.Tests.Support;

namespace JcmHub.Local.Broker.Tests.Nodes;

/// <summary>What the official client never sends; what it does send is in its own cases.</summary>
public sealed class ManagementNodeTests
{
    [Theory]
    [InlineData("peek-message", 400, "amqp:invalid-field")]
    [InlineData("schedule-message", 400, "amqp:invalid-field")]
    [InlineData("cancel-scheduled-message", 400, "amqp:invalid-field")]
    [InlineData("renew-lock", 400, "amqp:invalid-field")]
    [InlineData("receive-by-sequence-number", 400, "amqp:invalid-field")]
    [InlineData("update-disposition", 400, "amqp:invalid-field")]
    [InlineData("get-session-state", 501, "amqp:not-implemented")]
    public async Task Request_WithoutItsFields_IsAnsweredAndChangesNothing(string operation, int status, string condition)
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        foreach (var body in (Map[])[[], new Map { ["message-count"] = "three", ["messages"] = 7, ["sequence-numbers"] = "x", ["lock-tokens"] = new Map() }])
        {
            var answer = await peer.ManageAsync(TestBroker.Queue, operation, body);
            Assert.Equal((status, condition), ((int)answer.ApplicationProperties["statusCode"], answer.ApplicationProperties["errorCondition"].ToString()));
        }
    }

    [Fact]
    public async Task Schedule_OneMessageMalformed_StoresNone()
    {
        await using var broker = await TestBroker.StartAsync();
        await using var peer = await broker.ConnectAsync();
        byte[] good = [0x00, 0x53, 0x77, 0xA1, 1, (byte)'g'];
        var answer = await peer.ManageAsync(TestBroker.Queue, "schedule-message", new Map
        {
            ["messages"] = new List { new Map { ["message"] = good }, new Map { ["message"] = new byte[] { 9, 9 } } },
        });
        Assert.Equal(400, answer.ApplicationProperties["statusCode"]);
        var peek = await peer.ManageAsync(TestBroker.Queue, "peek-message", new Map { ["from-sequence-number"] = 0L, ["message-count"] = 1 });
        Assert.Equal(204, peek.ApplicationProperties["statusCode"]);
    }
}
