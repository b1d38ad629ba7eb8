using JcmHub.Local.Runtime.Invocation;
using JcmHub.Local.Runtime.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Http;

/// <summary>The host's own routes, for who has the master key: its state, and running a timer function now.</summary>
internal sealed class AdminRoutes(FunctionCatalog catalog, TimerScheduler timers, FunctionKeys keys)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        MapAdmin(routes, HttpMethods.Get, "/admin/host/status", _ => Results.Ok(new HostStatus("local", "Running", RuntimeVersion)));
        MapAdmin(routes, HttpMethods.Get, "/admin/functions", _ => Results.Ok(catalog.All.Select(f => new FunctionName(f.Name))));
        MapAdmin(routes, HttpMethods.Post, "/admin/functions/{name}", http => RunNow((string)http.Request.RouteValues["name"]!));
    }

    static string RuntimeVersion { get; } = typeof(AdminRoutes).Assembly.GetName().Version!.ToString();

    IResult RunNow(string name)
    {
        if (catalog.Find(name) is not { } function) return Results.StatusCode(StatusCodes.Status404NotFound);
        if (function.Trigger is not TimerTriggerAttribute) return Results.StatusCode(StatusCodes.Status400BadRequest);
        timers.RunNow(function);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    void MapAdmin(IEndpointRouteBuilder routes, string verb, string route, Func<HttpContext, IResult> answer) => routes
        .Map(route, (HttpContext http) => keys.Permit(AuthorizationLevel.Admin, http.Request)
            ? answer(http).ExecuteAsync(http)
            : Results.StatusCode(StatusCodes.Status401Unauthorized).ExecuteAsync(http))
        .WithMetadata(new FunctionVerbs([verb]))
        .WithDisplayName($"{verb} {route}");

    sealed record HostStatus(string Id, string State, string Version);

    sealed record FunctionName(string Name);
}
