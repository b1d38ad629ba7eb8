using System.Net.NetworkInformation;
using JcmHub.Local.Stack;

namespace JcmHub.EndToEnd.Tests;

/// <summary>Finds a shift by which every port of a stack is free.</summary>
internal static class FreePorts
{
    public static int Base()
    {
        // Below the range from which the system takes ports for outgoing connections.
        const int largest = 32768 - 10100;
        while (true)
        {
            var portBase = Random.Shared.Next(100, largest);
            var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
            if (new StackPorts(portBase).All.All(port => !taken.Contains(port.Port)))
                return portBase;
        }
    }
}
