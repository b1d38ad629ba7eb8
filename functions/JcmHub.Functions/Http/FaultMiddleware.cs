using Azure;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace JcmHub.Functions.Http;

/// <summary>
/// What escapes an HTTP function is answered as Problem Details too; the host's own answer would be an empty 500. The cause is in the
/// log under the trace id that the answer names, never in the answer.
/// </summary>
internal sealed partial class FaultMiddleware(ILogger<FaultMiddleware> log) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception fault) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            var problem = ProblemOf(fault);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
                Failed(context.FunctionDefinition.Name, fault);
            http.Response.Clear();
            await problem.ExecuteAsync(http);
        }
    }

    private static ProblemDocument ProblemOf(Exception fault) => fault switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, "document-too-large",
            "The content is larger than this address takes.", "内容が大きすぎます。"),
        BadHttpRequestException => new(StatusCodes.Status400BadRequest, "request-unreadable",
            "The request is not HTTP as it should be, or ended too early.", "HTTP要求を読み取れません。"),
        _ when IsUnavailable(fault) => new(StatusCodes.Status503ServiceUnavailable, "hub-unavailable",
            "Storage or queues do not answer at this moment; make the same call again.", "現在、保存先またはキューが応答しません。同じ要求を再送してください。"),
        _ => new(StatusCodes.Status500InternalServerError, "hub-fault",
            "The hub failed; its log has the cause under the trace id.", "内部エラーが発生しました。運用者にtraceIdをお知らせください。"),
    };

    /// <summary>Whether another try may help: what storage and broker do not answer, or answer as overload.</summary>
    private static bool IsUnavailable(Exception fault) => fault switch
    {
        RequestFailedException failed => failed.Status is 0 or StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests
            or >= StatusCodes.Status500InternalServerError,
        ServiceBusException failed => failed.IsTransient,
        // What Azure.Core throws after its last retry: one inner exception per try.
        AggregateException tries => tries.InnerExceptions.All(IsUnavailable),
        _ => false,
    };

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "{Function} failed and was answered as a problem")]
    private partial void Failed(string function, Exception fault);
}
