using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Tests.Fidelity;

/// <summary>The functions of functions-api.md, section 3, whose metadata the real generator was seen to emit.</summary>
internal static class MetadataSamples
{
    [Function("Http")]
    public static IActionResult Http([HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{id}")] HttpRequest req, string id) => new OkObjectResult(id);

    [Function("Queue")]
    public static void Queue([ServiceBusTrigger("orders", Connection = "SB", AutoCompleteMessages = false)] ServiceBusReceivedMessage message)
    {
    }

    [Function("Subscription")]
    public static void Subscription([ServiceBusTrigger("topic", "sub", Connection = "SB", IsBatched = true)] string[] messages)
    {
    }

    [Function("Timer")]
    public static void Timer([TimerTrigger("*/5 * * * * *", RunOnStartup = true)] TimerInfo timer)
    {
    }
}
