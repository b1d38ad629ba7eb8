using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>The W3C trace of an invocation, from the activity that runs it.</summary>
internal sealed class InvocationTrace(Activity? activity) : TraceContext
{
    public override string TraceParent => activity?.Id ?? "";

    public override string TraceState => activity?.TraceStateString ?? "";
}
