namespace JcmHub.Local.Stack;

/// <summary>The TCP ports of the stack, all on 127.0.0.1; <c>--port-base N</c> shifts every one by N.</summary>
public sealed record StackPorts
{
    /// <summary>The largest shift that leaves every port a port.</summary>
    public const int LargestBase = 65535 - 10002;

    /// <param name="portBase">0 to <see cref="LargestBase"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The base is outside that range.</exception>
    public StackPorts(int portBase)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(portBase);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(portBase, LargestBase);
        Functions = 7071 + portBase;
        Broker = 5672 + portBase;
        Blobs = 10000 + portBase;
        Tables = 10002 + portBase;
        Registries = 7080 + portBase;
    }

    public int Functions { get; }

    public int Broker { get; }

    public int Blobs { get; }

    public int Tables { get; }

    public int Registries { get; }

    /// <summary>Every port with the name a person knows it by.</summary>
    public IReadOnlyList<(string Name, int Port)> All =>
    [
        ("functions", Functions), ("broker", Broker), ("storage (blobs)", Blobs), ("storage (tables)", Tables),
        ("simulated registries", Registries),
    ];
}
