using JcmHub.Local.Host.Workers;
using JcmHub.Local.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace JcmHub.Local.Host.Http;

/// <summary>
/// Puts every HTTP function at its route. A request goes both ways to the worker: itself to the worker's own web server, and as an invocation
/// by the protocol; the worker brings the two together by the invocation's id.
/// </summary>
internal sealed class HttpFunctions(
    IReadOnlyList<AppFunction> functions, WorkerSupervisor workers, Invoker invoker, FunctionKeys keys, IHttpForwarder forwarder, HttpMessageInvoker client)
{
    private const string InvocationIdHeader = "x-ms-invocation-id";

    /// <summary>As in the real host.</summary>
    private static readonly ForwarderRequestConfig Forwarding = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    /// <summary>A client for the way to the worker: as it comes, nothing followed, kept or unpacked.</summary>
    public static HttpMessageInvoker NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes, string routePrefix)
    {
        foreach (var function in functions.Where(function => function.Kind == "httpTrigger"))
        {
            var route = function.Text("route") is { Length: > 0 } own ? own.Trim('/') : function.Name;
            var level = Enum.Parse<AuthorizationLevel>(function.Text("authLevel") ?? nameof(AuthorizationLevel.Function), ignoreCase: true);
            routes.Map($"/{routePrefix}/{route}", http => RunAsync(function, level, http))
                .WithMetadata(new FunctionVerbs(function.Texts("methods")))
                .WithDisplayName(function.Name);
        }
    }

    private async Task RunAsync(AppFunction function, AuthorizationLevel level, HttpContext http)
    {
        if (!keys.Permit(level, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var gone = http.RequestAborted;
        // A client that gave up before anything was sent would leave an invocation that waits for its request.
        if (gone.IsCancellationRequested || (await workers.ReadyAsync(gone)).HttpAddress is not { } address)
            return;
        var invocation = new Invocation(new TypedData { Http = new RpcHttp() }, "This function was called over HTTP.")
        {
            TraceParent = http.Request.Headers.TraceParent is [{ Length: > 0 } parent] ? parent : null,
        };
        Bind(invocation, http.Request);
        http.Request.Headers[InvocationIdHeader] = invocation.Id;

        using var broken = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var running = invoker.InvokeAsync(function, invocation, broken.Token);
        if (await forwarder.SendAsync(http, address, client, Forwarding) != ForwarderError.None)
            await broken.CancelAsync();
        if (await running is null || gone.IsCancellationRequested)
            return;
        if (http.Response.HasStarted)
        {
            // Half an answer is out: cutting the connection is the only way left to say that it is none.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    /// <summary>What parameters are bound to by name: query values, and route values over them.</summary>
    private static void Bind(Invocation invocation, HttpRequest request)
    {
        foreach (var (name, value) in request.Query)
            invocation.Bind(name, value.ToString());
        foreach (var (name, value) in request.RouteValues)
        {
            if (value is string text)
                invocation.Bind(name, text);
        }
    }
}
