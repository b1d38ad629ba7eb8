namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What a trigger can do beyond starting a function; read by the build rule AZFW0012.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BindingCapabilitiesAttribute(params string[] capabilities) : Attribute
{
    public string[] Capabilities { get; } = capabilities;
}
