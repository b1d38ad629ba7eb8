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
        var function = context.FunctionDefinition.Name;
        if (context.GetHttpContext() is not { } http || AccessTable.IsOpen(function))
        {
            await next(context);
            return;
        }

        var caller = await tokens.ReadAsync(http.Request.Headers.Authorization);
        if (caller is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await ProblemDocument.WriteAsync(http, StatusCodes.Status401Unauthorized, "token-missing",
                "A valid bearer token is needed.", "有効なアクセストークンが必要です。", []);
            return;
        }

        if (!AccessTable.Allows(function, caller.Role))
        {
            await ProblemDocument.WriteAsync(http, StatusCodes.Status403Forbidden, "role-not-allowed",
                $"The role {caller.Role} may not do this.", $"役割{caller.Role}ではこの操作を行えません。", []);
            return;
        }

        http.Items[typeof(Caller)] = caller;
        await next(context);
    }
}
