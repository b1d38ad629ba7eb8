using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Invocation;

/// <summary>The functions of an app, found by their attributes.</summary>
internal sealed class FunctionCatalog
{
    const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="InvalidOperationException">The functions break a rule that the real build enforces; the message has every one.</exception>
    public FunctionCatalog(IReadOnlyCollection<Type> types, bool hasWebApplication)
    {
        var violations = FunctionRules.Check(types, hasWebApplication);
        if (violations.Count > 0)
            throw new InvalidOperationException($"The functions cannot run:{Environment.NewLine}{string.Join(Environment.NewLine, violations)}");

        All = [.. Methods(types).Select(FunctionEntry.Of).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    public IReadOnlyList<FunctionEntry> All { get; }

    public FunctionEntry? Find(string name) => All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<(FunctionEntry Function, T Trigger)> StartedBy<T>()
        where T : Attribute => All.Where(f => f.Trigger is T).Select(f => (f, (T)(Attribute)f.Trigger));

    /// <summary>The methods that carry <see cref="FunctionAttribute"/>.</summary>
    public static IEnumerable<MethodInfo> Methods(IEnumerable<Type> types) => types
        .SelectMany(type => type.GetMethods(AnyMethod))
        .Where(method => method.IsDefined(typeof(FunctionAttribute)));
}
