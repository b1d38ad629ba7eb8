using System.Net;
using System.Net.Sockets;

namespace JcmHub.Local.Stack;

/// <summary>Looks at every port before anything starts, so that a taken one is named in a sentence and nothing is half started.</summary>
internal static class PortCheck
{
    /// <summary>How long the children of a stack that was killed may take to let go of their ports.</summary>
    internal static readonly TimeSpan PatienceAfterACrash = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="ports">The ports wanted.</param>
    /// <param name="patience">How long to wait for a taken port; zero where the last run ended in order.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="StackException">A port is taken by someone else.</exception>
    public static async Task EnsureFreeAsync(StackPorts ports, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var taken = ports.All.Where(port => !IsFree(port.Port)).ToArray();
            if (taken.Length == 0)
                return;
            if (time.GetElapsedTime(started) >= patience)
            {
                throw new StackException(
                    $"{Sentence(taken)} taken by another program. Stop it, or shift every port of the stack with --port-base N, for example --port-base 1000.");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    internal static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // As servers bind: a port whose last connections are in TIME_WAIT counts as free, one that is listened on does not.
        if (!OperatingSystem.IsWindows())
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            probe.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Sentence((string Name, int Port)[] taken)
    {
        var named = string.Join(", ", taken.Select(port => $"{port.Port} ({port.Name})"));
        return taken.Length == 1 ? $"Port {named} is" : $"Ports {named} are";
    }
}
