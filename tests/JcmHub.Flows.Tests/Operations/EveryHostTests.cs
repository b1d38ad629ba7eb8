using JcmHub.Domain.Parties;
using JcmHub.Flows.Operations;

namespace JcmHub.Flows.Tests.Operations;

public sealed class EveryHostTests
{
    private static readonly Party[] Hosts = [Host("CL"), Host("MV"), Host("TH")];

    [Fact]
    public async Task Run_OneStepOfOneHostFails_DoesAllTheOthersAndNamesTheHost()
    {
        var done = new List<string>();

        var failure = await Assert.ThrowsAsync<AggregateException>(() => EveryHost.RunAsync(Hosts, default,
            host => host.Code == "MV" ? Task.FromException(new InvalidDataException("its row is torn")) : Did("first", host),
            host => Did("second", host)));

        Assert.Equal(["first CL", "second CL", "second MV", "first TH", "second TH"], done);
        Assert.Equal("The work on the ledger of MV failed: its row is torn", Assert.Single(failure.InnerExceptions).Message);

        Task Did(string step, PartyId host)
        {
            done.Add($"{step} {host}");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Run_Cancelled_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var hosts = new List<PartyId>();

        await Assert.ThrowsAsync<OperationCanceledException>(() => EveryHost.RunAsync(Hosts, stop.Token, async host =>
        {
            hosts.Add(host);
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        }));

        Assert.Single(hosts);
    }

    private static Party Host(string code) => new(PartyId.Parse(code), code);
}
