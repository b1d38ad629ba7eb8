using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Tests.SampleApp;

internal sealed class HttpSamples(Ledger ledger)
{
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name) =>
        new OkObjectResult(new { GreetingText = $"Hello {name}", request.Method });

    [Function("Numbered")]
    public static IResult Numbered([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbered/{id:int}")] HttpRequest request, int id, int? page, FunctionContext context) =>
        Results.Json(new { Id = id, Page = page, Sees = context.Items.TryGetValue("trail", out var trail) ? trail : null });

    [Function("Create")]
    public async Task<IActionResult> Create([HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders")] HttpRequest request, CancellationToken cancellationToken)
    {
        var order = await request.ReadFromJsonAsync<JsonElement>(cancellationToken);
        ledger.Add(order.GetRawText());
        return new AcceptedResult("/api/orders/1", null);
    }

    [Function("List")]
    public static IActionResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders")] HttpRequest request) => new OkObjectResult(Array.Empty<int>());

    [Function("Secret")]
    public static IActionResult Secret([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new NoContentResult();

    [Function("Fails")]
    public static Task<IActionResult> Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("told to fail");

    [Function("Waits")]
    public async Task<IActionResult> Waits([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        Console.WriteLine("Waits has begun");
        ledger.Add("begun");
        await Task.WhenAny(ledger.Gate.Task, Task.Delay(TimeSpan.FromSeconds(request.Query["seconds"].FirstOrDefault() is { } s ? int.Parse(s, null) : 3600), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        ledger.Add("ended");
        return new OkObjectResult("ended");
    }

    [Function("Writes")]
    public static async Task Writes([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = StatusCodes.Status418ImATeapot;
        await request.HttpContext.Response.WriteAsync("short and stout");
    }
}
