using System.Net;
using System.Net.Sockets;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Tests.Stack;

public sealed class PortCheckTests
{
    [Fact]
    public void Ports_WithoutABase_AreThoseOfTheContract() =>
        Assert.Equal([7071, 5672, 10000, 10002, 7080], new StackPorts(0).All.Select(port => port.Port));

    [Fact]
    public void Ports_WithABase_AreAllShifted() =>
        Assert.Equal([8071, 6672, 11000, 11002, 8080], new StackPorts(1000).All.Select(port => port.Port));

    [Theory]
    [InlineData(-1)]
    [InlineData(StackPorts.LargestBase + 1)]
    public void Ports_BaseThatLeavesNoPort_IsRefused(int portBase) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StackPorts(portBase));

    [Fact]
    public async Task EnsureFreeAsync_PortTaken_NamesItAndTheWayOut()
    {
        var (ports, taken) = TakeOne();
        using (taken)
        {
            var fault = await Assert.ThrowsAsync<StackException>(
                () => PortCheck.EnsureFreeAsync(ports, TimeSpan.Zero, TimeProvider.System, CancellationToken.None));

            Assert.StartsWith($"Port {ports.Registries} (simulated registries) is taken", fault.Message, StringComparison.Ordinal);
            Assert.Contains("--port-base", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EnsureFreeAsync_AfterACrash_WaitsUntilTheChildrenLetGo()
    {
        var (ports, taken) = TakeOne();

        var waiting = PortCheck.EnsureFreeAsync(ports, PortCheck.PatienceAfterACrash, TimeProvider.System, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        taken.Dispose();

        await waiting;
    }

    // A base at which all are free, with the one of the registries then taken; below the ports that the system itself gives out.
    private static (StackPorts Ports, Socket Taken) TakeOne()
    {
        while (true)
        {
            var ports = new StackPorts(Random.Shared.Next(12_000, 22_000));
            if (!ports.All.All(port => PortCheck.IsFree(port.Port)))
                continue;
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, ports.Registries));
            socket.Listen();
            return (ports, socket);
        }
    }
}
