using JcmHub.Soak.Broker.Shared;

namespace JcmHub.Local.Broker.Tests;

public sealed class QueueDeclarationTests
{
    const string Good = """
        {"queues": [{"name": "a", "purpose": "p", "lockDuration": "PT1M30S", "maxDeliveryCount": 3, "defaultMessageTimeToLive": "P14D",
          "deadLetteringOnMessageExpiration": true, "requiresDuplicateDetection": false, "duplicateDetectionHistoryTimeWindow": "PT10M",
          "maxSizeInMegabytes": 1024, "maxMessageSizeInKilobytes": 256}]}
        """;

    [Fact]
    public void Load_QueuesOfTheHub_AreRead()
    {
        var queues = QueueDeclaration.Load(Path.Combine(Checkout.Root, "infra", "queues.json"));
        Assert.Contains(queues, queue => queue is { Name: "reports", LockDuration.TotalMinutes: 1, MaxDeliveryCount: 10 });
    }

    [Fact]
    public void Load_RegistriesThatReadAQueue_HaveOneEachThatForgetsNothing()
    {
        var queues = QueueDeclaration.Load(Path.Combine(Checkout.Root, "infra", "queues.json"), "TH", "PH");
        Assert.Equal(["to-th", "to-ph"], queues.Select(queue => queue.Name).Where(name => name.StartsWith("to-", StringComparison.Ordinal)));
        Assert.All(queues.TakeLast(2), queue => Assert.True(queue.DefaultMessageTimeToLive > TimeSpan.FromDays(3000) && queue.DeadLetteringOnMessageExpiration));
    }

    [Fact]
    public void Load_EverySetting_IsRead() => Assert.Equal(
        [new QueueDeclaration("a", TimeSpan.FromSeconds(90), 3, TimeSpan.FromDays(14), true, false, TimeSpan.FromMinutes(10), 1024, 256)],
        Load(Good));

    [Theory]
    [InlineData("\"PT1M30S\"", "\"90 s\"", "lockDuration")]
    [InlineData("\"PT1M30S\"", "\"PT6M\"", "lockDuration")]
    [InlineData("\"PT1M30S\"", "\"-PT1M\"", "lockDuration")]
    [InlineData("\"maxDeliveryCount\": 3", "\"maxDeliveryCount\": 0", "maxDeliveryCount")]
    [InlineData("\"maxDeliveryCount\": 3", "\"maxDeliveryCount\": \"3\"", "maxDeliveryCount")]
    [InlineData("\"requiresDuplicateDetection\": false,", "", "requiresDuplicateDetection")]
    [InlineData("\"name\": \"a\"", "\"name\": \"a b\"", "a b")]
    [InlineData("\"queues\"", "\"queue\"", "queues")]
    [InlineData("]}", "", "queues file")]
    public void Load_SomethingWrong_NamesIt(string good, string bad, string named)
    {
        var changed = Good.Replace(good, bad, StringComparison.Ordinal);
        Assert.NotEqual(Good, changed);
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => Load(changed)).Message, StringComparison.Ordinal);
    }

    static IReadOnlyList<QueueDeclaration> Load(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return QueueDeclaration.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
