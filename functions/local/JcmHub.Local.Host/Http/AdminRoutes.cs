using JcmHub.Local.Host.Timers;
using JcmHub.Local.Host.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JcmHub.Local.Host.Http;

/// <summary>The host's own routes, for who has the master key: its state, and running a timer function now.</summary>
internal sealed class AdminRoutes(IReadOnlyList<AppFunction> functions, TimerScheduler timers, FunctionKeys keys)
{
    private static string Version { get; } = typeof(AdminRoutes).Assembly.GetName().Version!.ToString();

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        MapAdmin(routes, HttpMethods.Get, "/admin/host/status", _ => Results.Ok(new HostStatus("local", "Running", Version)));
        MapAdmin(routes, HttpMethods.Get, "/admin/functions", _ => Results.Ok(functions.Select(function => new FunctionName(function.Name))));
        MapAdmin(routes, HttpMethods.Post, "/admin/functions/{name}", http => RunNow((string)http.Request.RouteValues["name"]!));
    }

    private IResult RunNow(string name)
    {
        if (functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } function)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        return timers.TryRunNow(function) ? Results.StatusCode(StatusCodes.Status202Accepted) : Results.StatusCode(StatusCodes.Status400BadRequest);
    }

    private void MapAdmin(IEndpointRouteBuilder routes, string verb, string route, Func<HttpContext, IResult> answer) => routes
        .Map(route, (HttpContext http) => keys.Permit(AuthorizationLevel.Admin, http.Request)
            ? answer(http).ExecuteAsync(http)
            : Results.StatusCode(StatusCodes.Status401Unauthorized).ExecuteAsync(http))
        .WithMetadata(new FunctionVerbs([verb]))
        .WithDisplayName($"{verb} {route}");

    private sealed record HostStatus(string Id, string State, string Version);

    private sealed record FunctionName(string Name);
}
