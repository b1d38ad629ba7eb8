using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace JcmHub.Local.Runtime.Tests.Fidelity;

/// <summary>Functions that the real build refuses, one type for each rule.</summary>
internal static class BrokenSamples
{
    internal static class TwoBindings
    {
        [Function("TwoBindings")]
        public static void Run([TimerTrigger("0 0 0 * * *")] [Also] TimerInfo timer)
        {
        }
    }

    internal static class SingleParameterForABatch
    {
        [Function("SingleParameterForABatch")]
        public static void Run([ServiceBusTrigger("q", IsBatched = true)] string message)
        {
        }
    }

    internal static class RetryOnAQueue
    {
        [Function("RetryOnAQueue")]
        [ExponentialBackoffRetry(3, "00:00:01", "00:01:00")]
        public static void Run([ServiceBusTrigger("q")] ServiceBusReceivedMessage message)
        {
        }
    }

    internal static class RetryOnHttp
    {
        [Function("RetryOnHttp")]
        [FixedDelayRetry(3, "00:00:01")]
        public static IActionResult Run([HttpTrigger] HttpRequest request) => new OkResult();
    }

    internal static class SameName
    {
        [Function("Same")]
        public static void One([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }

        [Function("SAME")]
        public static void Other([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }
    }

    internal static class AsyncVoid
    {
        [Function("AsyncVoid")]
        public static async void Run([TimerTrigger("0 0 0 * * *")] TimerInfo timer) => await Task.Yield();
    }

    internal static class NoTrigger
    {
        [Function("NoTrigger")]
        public static void Run()
        {
        }
    }

    internal static class Topic
    {
        [Function("Topic")]
        public static void Run([ServiceBusTrigger("topic", "subscription")] ServiceBusReceivedMessage message)
        {
        }
    }

    internal static class DroppedResult
    {
        [Function("DroppedResult")]
        public static Task<string> Run([HttpTrigger] HttpRequest request) => Task.FromResult("lost");
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class AlsoAttribute : BindingAttribute;
}
