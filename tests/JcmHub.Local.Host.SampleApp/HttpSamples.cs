using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Host.SampleApp;

/// <summary>Functions that HTTP starts.</summary>
public sealed class HttpSamples(Diary diary)
{
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name, int? page) =>
        new OkObjectResult(new { Greeting = $"Hello {name}", request.Method, Page = page, request.Scheme, Host = request.Host.Value });

    [Function("Numbered")]
    public static IResult Numbered([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbered/{id:int}")] HttpRequest request, int id) => Results.Json(new { Id = id });

    [Function("Create")]
    public IActionResult Create([HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders")] HttpRequest request)
    {
        diary.Add("created");
        return new AcceptedResult("/api/orders/1", null);
    }

    [Function("List")]
    public static IActionResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders")] HttpRequest request) => new OkObjectResult(Array.Empty<int>());

    [Function("Secret")]
    public static IActionResult Secret([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new NoContentResult();

    [Function("Fails")]
    public static IActionResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("told to fail");

    /// <summary>Sends back each part of the body as it comes, so that a caller can wait for an answer before it goes on.</summary>
    [Function("Echo")]
    public static async Task Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.StatusCode = StatusCodes.Status418ImATeapot;
        var buffer = new byte[1 << 16];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            await request.HttpContext.Response.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await request.HttpContext.Response.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Waits for the gate, or until it is cancelled.</summary>
    [Function("Waits")]
    public async Task<IActionResult> Waits([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        diary.Add("begun");
        try
        {
            await diary.Gate.Task.WaitAsync(cancellationToken);
            return new OkObjectResult("ended");
        }
        catch (OperationCanceledException)
        {
            diary.Add("cancelled");
            throw;
        }
    }

    [Function("OpenGate")]
    public IActionResult OpenGate([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "gate")] HttpRequest request)
    {
        diary.Gate.TrySetResult();
        return new NoContentResult();
    }

    /// <summary>The diary, as soon as it has so many entries.</summary>
    [Function("ReadDiary")]
    public async Task<IActionResult> ReadDiary(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "diary/{count:int}")] HttpRequest request, int count, CancellationToken cancellationToken) =>
        new OkObjectResult(await diary.WaitForAsync(count, cancellationToken));

    /// <summary>The worker's own process.</summary>
    [Function("Process")]
    public static IActionResult Process([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new OkObjectResult(Environment.ProcessId);
}
