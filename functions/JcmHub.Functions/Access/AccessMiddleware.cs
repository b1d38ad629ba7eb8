using JcmHub.Flows;
using JcmHub.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace JcmHub.Functions.Access;

/// <summary>The one place where access is enforced: before any HTTP function runs, its caller is known and allowed.</summary>
internal sealed class AccessMiddleware(AccessTokens tokens) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || AccessTable.Find(context.FunctionDefinition.Name) is { IsOpen: true })
        {
            await next(context);
            return;
        }

        var (caller, refusal) = await tokens.ReadAsync(http.Request.Headers.Authorization, http.RequestAborted);
        refusal ??= Refusal(AccessTable.Find(context.FunctionDefinition.Name), caller!, http.Request);
        if (refusal is not null)
        {
            if (refusal.Challenge is { } challenge)
                http.Response.Headers.WWWAuthenticate = challenge;
            await new ProblemDocument(refusal.Status, refusal.Code, refusal.Detail, refusal.DetailJa).ExecuteAsync(http);
            return;
        }

        http.Items[typeof(Caller)] = caller;
        await next(context);
    }

    private static AccessRefusal? Refusal(Route? route, Caller caller, HttpRequest request)
    {
        if (route is null)
            return AccessRefusal.FunctionClosed;
        if (!route.Roles.Contains(caller.Role))
            return AccessRefusal.RoleNotAllowed(caller.Role);
        var matter = Matter.Of(route, request);
        if (matter.Party is { } party && !(route.IsOwnOnly ? caller.Party == party : caller.ReachesHost(party)))
            return AccessRefusal.WrongParty;
        return matter.Project is { } project && caller.Role == Role.Participant && !caller.Projects.Contains(project)
            ? AccessRefusal.ProjectNotYours
            : null;
    }
}
