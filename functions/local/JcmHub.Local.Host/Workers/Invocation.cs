using Google.Protobuf.Collections;
using JcmHub.Local.Protocol;

namespace JcmHub.Local.Host.Workers;

/// <summary>What starts a function: its input, and why.</summary>
/// <param name="Input">What the trigger's parameter gets.</param>
/// <param name="Reason">In words, for the log.</param>
internal sealed record Invocation(TypedData Input, string Reason)
{
    /// <summary>A new id; the request that is forwarded bears it too.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>What parameters are bound to by name.</summary>
    public MapField<string, TypedData> TriggerMetadata { get; } = [];

    /// <summary>The W3C trace parent that it came with; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Binds a name to a text.</summary>
    public void Bind(string name, string value) => TriggerMetadata[name] = new TypedData { String = value };
}
