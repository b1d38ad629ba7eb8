using JcmHub.Local.Runtime.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace JcmHub.Local.Runtime.Http;

/// <summary>
/// Gives HTTP functions their request and writes what they return. As the real package's middleware it knows
/// <see cref="IActionResult"/> and <see cref="IResult"/> only: any other value leaves the answer empty (worker issue 2718).
/// </summary>
internal sealed class HttpResultMiddleware(ILogger<HttpResultMiddleware> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context is not LocalFunctionContext { Trigger.Http: { } http })
        {
            await next(context);
            return;
        }

        context.Items[FunctionContextExtensions.HttpContextKey] = http;
        await next(context);
        switch (context.GetInvocationResult().Value)
        {
            case IActionResult action:
                if (!http.RequestAborted.IsCancellationRequested)
                    await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult result:
                await result.ExecuteAsync(http);
                break;
            case var other:
                log.LogDebug(InvocationEvents.NoResponse, "Function '{Function}' returned {Type}, which is no HTTP answer.", context.FunctionDefinition.Name, other?.GetType().Name ?? "nothing");
                break;
        }
    }
}
