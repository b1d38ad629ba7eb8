using JcmHub.Soak.Broker.Shared;

namespace JcmHub.Local.Broker.Tests;

/// <summary>The unmodified official client is the judge: cases.mjs, each case on a queue of its own, all side by side.</summary>
public sealed class OfficialClientTests(OfficialClientTests.Run run) : IClassFixture<OfficialClientTests.Run>
{
    public static TheoryData<string> Cases => [.. QueueDeclaration.Load(OfficialClient.QueuesFile).Select(queue => queue.Name).Except(["idle", "killed"])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_WithTheOfficialClient_Passes(string name)
    {
        var found = run.Cases.SingleOrDefault(c => c.Name == name);
        Assert.True(found is not null, "cases.mjs has no such case.");
        Assert.True(found.Error is null, found.Error);
    }

    [Fact]
    public void Broker_ServingTheOfficialClient_HadNoFault() => Assert.DoesNotContain(run.Log, line => line.Contains("Exception", StringComparison.Ordinal));

    public sealed class Run : IAsyncLifetime
    {
        readonly string directory = Directory.CreateTempSubdirectory("jcmhub-official-").FullName;

        internal List<OfficialCase> Cases { get; private set; } = [];

        internal System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = [];

        public async Task InitializeAsync()
        {
            await using var broker = await Broker.StartAsync(new BrokerOptions
            {
                DatabaseFile = Path.Combine(directory, "broker.db"),
                Queues = QueueDeclaration.Load(OfficialClient.QueuesFile),
                Log = Log.Enqueue,
            });
            Cases = await OfficialCase.RunAsync(broker.ConnectionString);
        }

        public Task DisposeAsync()
        {
            Directory.Delete(directory, recursive: true);
            return Task.CompletedTask;
        }
    }
}
