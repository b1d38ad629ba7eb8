using System.Net;
using System.Net.Sockets;

namespace JcmHub.Local.Broker;

/// <summary>Listening sockets on the loopback addresses only; "localhost" may mean either of them.</summary>
internal static class Loopback
{
    const int Backlog = 512;
    const int AttemptsForFreePort = 20;

    public static List<Socket> Listen(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var four = Bind(IPAddress.Loopback, port);
            try
            {
                var bound = ((IPEndPoint)four.LocalEndPoint!).Port;
                return Socket.OSSupportsIPv6 && Bind6(bound) is { } six ? [four, six] : [four];
            }
            catch (IOException) when (port == 0 && attempt < AttemptsForFreePort)
            {
                // The port that was free on 127.0.0.1 is taken on ::1: another one.
                four.Dispose();
            }
            catch
            {
                four.Dispose();
                throw;
            }
        }
    }

    static Socket? Bind6(int port)
    {
        try
        {
            return Bind(IPAddress.IPv6Loopback, port);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
        {
            return null; // IPv6 is there but ::1 is not configured, as in many containers.
        }
    }

    static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"The broker cannot listen on {address}, port {port}: {e.Message}", e);
        }
    }
}
