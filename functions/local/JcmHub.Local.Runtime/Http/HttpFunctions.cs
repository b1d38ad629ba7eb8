using JcmHub.Local.Runtime.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Http;

/// <summary>Puts every HTTP function at its route and runs it there.</summary>
internal sealed class HttpFunctions(FunctionCatalog catalog, FunctionInvoker invoker, FunctionKeys keys)
{
    public void Map(IEndpointRouteBuilder routes, string routePrefix)
    {
        foreach (var (function, trigger) in catalog.StartedBy<HttpTriggerAttribute>())
        {
            var route = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route.Trim('/');
            routes.Map($"/{routePrefix}/{route}", http => RunAsync(function, trigger.AuthLevel, http))
                .WithMetadata(new FunctionVerbs(trigger.Methods ?? []))
                .WithDisplayName(function.Name);
        }
    }

    async Task RunAsync(FunctionEntry function, AuthorizationLevel level, HttpContext http)
    {
        if (!keys.Permit(level, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var trigger = new Trigger(http.Request, BindingData(http.Request))
        {
            Reason = "This function was called over HTTP.",
            Http = http,
        };
        if (await invoker.InvokeAsync(function, trigger, http.RequestAborted) is null || http.RequestAborted.IsCancellationRequested) return;
        if (http.Response.HasStarted)
        {
            // Half an answer is out: cutting the connection is the only way left to say that it is none.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    // Route values win over query values of the same name.
    static Dictionary<string, object?> BindingData(HttpRequest request)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Query) data[name] = value.ToString();
        foreach (var (name, value) in request.RouteValues) data[name] = value;
        return data;
    }
}
