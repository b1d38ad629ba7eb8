using JcmHub.Local.Functions;
using JcmHub.Local.Storage;

namespace JcmHub.Local.Stack;

/// <summary>What a local stack is started with.</summary>
public sealed record LocalStackOptions
{
    /// <summary>Added to every port; 0 to <see cref="StackPorts.LargestBase"/>.</summary>
    public int PortBase { get; init; }

    /// <summary>Where state lives; what is there is picked up again.</summary>
    public string DataDirectory { get; init; } = Checkout.DataDirectory;

    /// <summary>Where tools are installed; shared by every data directory.</summary>
    public string ToolsDirectory { get; init; } = Checkout.ToolsDirectory;

    /// <summary>The rule files of the hub; a folder like <c>schemas</c>, those that are shipped by default.</summary>
    public string Schemas { get; init; } = Path.Combine(AppContext.BaseDirectory, "schemas");

    /// <summary>Told of each step as it begins.</summary>
    public IProgress<StackStep>? Progress { get; init; }

    /// <summary>The clock of all that runs in this process.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal NodeTools Node { get; init; } = new();

    internal FunctionsCommand Functions { get; init; } = FunctionsCommand.Own;
}
