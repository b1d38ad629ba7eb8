using System.Net.NetworkInformation;
using JcmHub.Local.Stack;

namespace JcmHub.Soak.Demo;

/// <summary>Finds a shift by which every port of a stack is free.</summary>
public static class FreePorts
{
    /// <summary>A value for <c>--port-base</c>.</summary>
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
