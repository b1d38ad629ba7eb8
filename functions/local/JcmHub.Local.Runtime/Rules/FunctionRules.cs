using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using JcmHub.Local.Runtime.Invocation;
using JcmHub.Local.Runtime.Rules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace JcmHub.Local.Runtime;

/// <summary>
/// The rules that the real worker's generator and analysers enforce when an app is built, on one that was: AZFW0002, 0005,
/// 0008, 0012, 0014 and 0017. Codes JCMFW are ours: what the real packages would quietly not do, or this host does not do.
/// </summary>
public static class FunctionRules
{
    /// <summary>Every violation among an assembly's functions; none when it may be deployed.</summary>
    public static IReadOnlyList<RuleViolation> Check(Assembly functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        return Check(functions.GetTypes(), CallsWebApplication(functions));
    }

    /// <param name="types">Types whose functions to check.</param>
    /// <param name="hasWebApplication">Whether the app calls <c>ConfigureFunctionsWebApplication</c>.</param>
    internal static IReadOnlyList<RuleViolation> Check(IEnumerable<Type> types, bool hasWebApplication)
    {
        var methods = FunctionCatalog.Methods(types).ToList();
        return [.. methods.SelectMany(method => MethodRules.Check(method, hasWebApplication)), .. CheckNames(methods)];
    }

    static IEnumerable<RuleViolation> CheckNames(List<MethodInfo> methods) => methods
        .GroupBy(method => method.GetCustomAttribute<FunctionAttribute>()!.Name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .SelectMany(same => same.Skip(1), (same, method) => new RuleViolation("AZFW0017", MethodRules.NameOf(method), $"there is more than one function of the name '{same.Key}'."));

    // The call is a reference in the assembly's metadata, wherever it stands in the code.
    static bool CallsWebApplication(Assembly functions)
    {
        using var file = new PEReader(File.OpenRead(functions.Location));
        var metadata = file.GetMetadataReader();
        return metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Any(member => metadata.StringComparer.Equals(member.Name, nameof(FunctionsApplicationBuilderAspNetCoreExtensions.ConfigureFunctionsWebApplication)));
    }
}
