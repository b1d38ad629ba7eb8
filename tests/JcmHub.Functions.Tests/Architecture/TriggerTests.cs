using System.Reflection;
using JcmHub.Functions.Access;
using JcmHub.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Functions.Tests.Architecture;

/// <summary>A trigger binds, calls one flow and maps the result; who may call it stands in the access table.</summary>
public sealed class TriggerTests
{
    private const int MostLines = 15;

    private static MethodInfo[] Functions { get; } =
        [.. typeof(Reports).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)];

    [Fact]
    public void Functions_Bodies_AreThin()
    {
        var files = Directory.GetFiles(Repository.File("functions", "JcmHub.Functions", "Triggers"), "*.cs");
        var bodies = files.SelectMany(Bodies).ToArray();
        Assert.Equal(Functions.Length, bodies.Length);
        Assert.All(bodies, body => Assert.InRange(body.Lines, 1, MostLines));
    }

    [Fact]
    public void AccessTable_HttpFunctions_AreAllThereAndNoOthers()
    {
        var triggers = Functions.Select(method => (Function: method.Name, Trigger: method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(trigger => trigger is not null)));
        var declared = triggers.Where(each => each.Trigger is not null).Select(each => $"{(each.Trigger!.Methods! is [var verb] ? verb.ToUpperInvariant() : "*")} {each.Trigger.Route} {each.Function}");
        Assert.Equal(declared.Order(), AccessTable.Routes.Select(route => $"{route.Address} {route.Function}").Order());
    }

    [Fact]
    public void ServiceBusTriggers_Settlement_IsExplicit() =>
        Assert.All(
            Functions.SelectMany(method => method.GetParameters()).Select(parameter => parameter.GetCustomAttribute<ServiceBusTriggerAttribute>()).OfType<ServiceBusTriggerAttribute>(),
            trigger => Assert.False(trigger.AutoCompleteMessages));

    [Fact]
    public void Functions_Names_AreTheirMethods() =>
        Assert.All(Functions, method => Assert.Equal(method.Name, method.GetCustomAttribute<FunctionAttribute>()!.Name));

    /// <summary>From each [Function] to the end of its method: a closing brace of its block, or the semicolon of its expression.</summary>
    private static IEnumerable<(string Name, int Lines)> Bodies(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith("[Function(", StringComparison.Ordinal))
                continue;
            var start = Array.FindIndex(lines, i, line => line == "    {" || line.EndsWith("=>", StringComparison.Ordinal) || line.Contains(") =>", StringComparison.Ordinal));
            var end = Array.FindIndex(lines, start, line => lines[start] == "    {" ? line == "    }" : line.EndsWith(';'));
            yield return (lines[i].Trim(), end - start + 1);
        }
    }
}
