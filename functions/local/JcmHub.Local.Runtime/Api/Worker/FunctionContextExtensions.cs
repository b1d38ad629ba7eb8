using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    /// <summary>Key under which the real package keeps the request, so that code which looks there finds it.</summary>
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The request; null where the function was not started by one.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
        => context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
}
