using System.Text.Json;
using JcmHub.Local.Protocol;

namespace JcmHub.Local.Host.Workers;

/// <summary>A function of the app and what starts it, as the worker told.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">Its trigger's binding, with the members that <c>function.json</c> would have.</param>
internal sealed record AppFunction(string Name, JsonElement Trigger)
{
    private const string Ending = "Trigger";

    /// <summary>What starts it: <c>httpTrigger</c>, <c>timerTrigger</c>, <c>serviceBusTrigger</c>.</summary>
    public string Kind => Text("type")!;

    /// <summary>The parameter that takes what started it.</summary>
    public string Parameter => Text("name")!;

    /// <summary>Reads what the worker told.</summary>
    /// <exception cref="WorkerStartException">It has no trigger.</exception>
    public static AppFunction Of(RpcFunctionMetadata metadata)
    {
        foreach (var raw in metadata.RawBindings)
        {
            using var json = JsonDocument.Parse(raw);
            if (json.RootElement.GetProperty("type").GetString()!.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
                return new AppFunction(metadata.Name, json.RootElement.Clone());
        }

        throw new WorkerStartException($"The function '{metadata.Name}' has no trigger.");
    }

    /// <summary>A member of the trigger as text; null where there is none.</summary>
    public string? Text(string member) => Member(member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member of the trigger that is true or false; null where there is none.</summary>
    public bool? Flag(string member) => Member(member) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    /// <summary>A member of the trigger that is a list of texts; empty where there is none.</summary>
    public IReadOnlyList<string> Texts(string member) =>
        Member(member) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private JsonElement? Member(string name)
    {
        // The worker's generator writes names in camel case, its attributes' own names apart.
        foreach (var member in Trigger.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return member.Value;
        }

        return null;
    }
}
