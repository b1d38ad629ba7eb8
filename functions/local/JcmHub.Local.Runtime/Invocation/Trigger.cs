using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>What starts one invocation.</summary>
/// <param name="Value">What the trigger's parameter is made from: the request, message, messages or timer info.</param>
/// <param name="BindingData">What further parameters may be bound to, by name without regard to case.</param>
internal sealed record Trigger(object Value, IReadOnlyDictionary<string, object?> BindingData)
{
    /// <summary>Why it runs, for the log.</summary>
    public required string Reason { get; init; }

    /// <summary>The request, for functions that one starts.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>How to settle, for functions that a message starts.</summary>
    public ServiceBusMessageActions? MessageActions { get; init; }

    /// <summary>W3C parent of the invocation's trace; null where the trigger brought none.</summary>
    public string? TraceParent { get; init; }
}
