using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.ServiceBus;
using JcmHub.Local.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace JcmHub.Local.Runtime;

/// <summary>What the real worker's generator would tell the real host about an app's functions.</summary>
public static class FunctionMetadata
{
    static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// A JSON array, ordered by name, of <c>{"name", "entryPoint", "rawBindings": […]}</c>; raw bindings are objects of the
    /// generator's form with only the settings that the function writes. Ends in a line feed, for golden files.
    /// </summary>
    public static string Emit(Assembly functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        return Emit(functions.GetTypes());
    }

    internal static string Emit(IEnumerable<Type> types)
    {
        var functions = FunctionCatalog.Methods(types).Select(FunctionEntry.Of).OrderBy(f => f.Name, StringComparer.Ordinal);
        return new JsonArray([.. functions.Select(Describe)]).ToJsonString(Format) + "\n";
    }

    static JsonNode Describe(FunctionEntry function)
    {
        var bindings = new JsonArray(RawTrigger(function));
        foreach (var output in function.Definition.OutputBindings.Values)
            bindings.Add(new JsonObject { ["name"] = output.Name, ["type"] = output.Type, ["direction"] = output.Direction.ToString() });
        return new JsonObject { ["name"] = function.Name, ["entryPoint"] = function.Definition.EntryPoint, ["rawBindings"] = bindings };
    }

    static JsonObject RawTrigger(FunctionEntry function)
    {
        var binding = function.Definition.InputBindings.Values.Single();
        var raw = new JsonObject { ["name"] = binding.Name, ["type"] = binding.Type, ["direction"] = binding.Direction.ToString() };
        switch (function.Trigger)
        {
            case HttpTriggerAttribute http:
                raw["authLevel"] = http.AuthLevel.ToString();
                if (http.Methods is { Length: > 0 } verbs) raw["methods"] = new JsonArray([.. verbs.Select(verb => JsonValue.Create(verb))]);
                if (http.Route is not null) raw["route"] = http.Route;
                break;
            case ServiceBusTriggerAttribute queue:
                if (function.TriggerParameter.ParameterType is var type && (type == typeof(ServiceBusReceivedMessage) || type == typeof(ServiceBusReceivedMessage[])))
                    raw["properties"] = new JsonObject { ["supportsDeferredBinding"] = "True" };
                if (queue.QueueName is not null) raw["queueName"] = queue.QueueName;
                if (queue.TopicName is not null) raw["topicName"] = queue.TopicName;
                if (queue.SubscriptionName is not null) raw["subscriptionName"] = queue.SubscriptionName;
                if (queue.Connection is not null) raw["connection"] = queue.Connection;
                if (queue.IsSessionsEnabled) raw["isSessionsEnabled"] = true;
                if (queue.AutoCompleteSetting is { } complete) raw["autoCompleteMessages"] = complete;
                raw["cardinality"] = ((ISupportCardinality)queue).Cardinality.ToString();
                break;
            case TimerTriggerAttribute timer:
                raw["schedule"] = timer.Schedule;
                if (timer.MonitorSetting is { } monitor) raw["useMonitor"] = monitor;
                if (timer.RunOnStartup) raw["runOnStartup"] = true;
                break;
        }

        return raw;
    }
}
