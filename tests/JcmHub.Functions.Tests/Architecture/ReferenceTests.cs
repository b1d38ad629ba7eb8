using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace JcmHub.Functions.Tests.Architecture;

/// <summary>References point one way only: Functions → Adapters → Flows → Domain, Flows → JsonSchema (design, "The house").</summary>
public sealed class ReferenceTests
{
    private static readonly Assembly Domain = typeof(JcmHub.Domain.Parties.PartyId).Assembly;
    private static readonly Assembly JsonSchema = typeof(JcmHub.JsonSchema.CompiledSchema).Assembly;
    private static readonly Assembly Flows = typeof(JcmHub.Flows.RuleBook).Assembly;
    private static readonly Assembly Adapters = typeof(JcmHub.Adapters.Files.RuleBookFiles).Assembly;
    private static readonly Assembly Functions = typeof(JcmHub.Functions.Triggers.Reports).Assembly;

    public static TheoryData<string, string[]> Allowed => new()
    {
        { "JcmHub.Domain", [] },
        { "JcmHub.JsonSchema", [] },
        { "JcmHub.Flows", ["JcmHub.Domain", "JcmHub.JsonSchema", "Microsoft.Extensions.Logging.Abstractions"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Assembly_References_OnlyTheBaseLibraryAndWhatIsBelowIt(string name, string[] allowed)
    {
        var references = Named(name).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(reference => !reference.StartsWith("System.", StringComparison.Ordinal) && reference is not ("System" or "netstandard" or "mscorlib"));
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Adapters_References_NeitherFunctionsNorTheWebFramework()
    {
        var references = Adapters.GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();
        Assert.DoesNotContain(references, reference => reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || reference == "JcmHub.Functions");
    }

    [Fact]
    public void DeployedProjects_ReferenceToLocal_IsTheOneSwitchAlone()
    {
        foreach (var name in new[] { "JcmHub.Domain", "JcmHub.JsonSchema", "JcmHub.Flows", "JcmHub.Adapters", "JcmHub.Functions" })
        {
            var project = XDocument.Load(Repository.File("functions", name, name + ".csproj"));
            Assert.DoesNotContain(project.Descendants("ProjectReference"), reference => reference.Attribute("Include")!.Value.Contains("local/", StringComparison.Ordinal));
        }

        foreach (var assembly in new[] { Domain, JsonSchema, Flows, Adapters, Functions })
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name is "JcmHub.Local" or "JcmHub.Local.Broker");
    }

    [Fact]
    public void Domain_Code_TouchesNoInputOutputClockOrChance()
    {
        string[] forbidden = ["System.Net.", "System.IO.File", "System.IO.Directory.", "System.IO.Path.", "System.Console.", "System.Environment.",
            "System.Random.", "System.TimeProvider.", "System.Diagnostics.Stopwatch.", "System.Diagnostics.Process.", "System.Threading.Tasks.", "System.Threading.Thread."];
        // What the compiler itself writes into an iterator.
        string[] compilers = ["System.Environment.get_CurrentManagedThreadId"];
        Assert.DoesNotContain(MembersUsedBy(Domain).Except(compilers), member => forbidden.Any(prefix => member.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("JcmHub.Domain")]
    [InlineData("JcmHub.Flows")]
    public void ExactCode_Numbers_AreNeverDoubleOrFloat(string name)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var inexact = Named(name).GetTypes().SelectMany(type =>
            type.GetFields(all).Select(field => (Member: $"{type}.{field.Name}", Type: field.FieldType))
                .Concat(type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).SelectMany(method =>
                    method.GetParameters().Select(parameter => parameter.ParameterType)
                        .Concat(method is MethodInfo info ? [info.ReturnType] : [])
                        .Concat((method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
                        .Select(used => (Member: $"{type}.{method.Name}", Type: used)))))
            .Where(use => use.Type == typeof(double) || use.Type == typeof(float) || use.Type == typeof(double?) || use.Type == typeof(float?));
        Assert.Empty(inexact.Select(use => use.Member));
    }

    private static Assembly Named(string name) =>
        new[] { Domain, JsonSchema, Flows, Adapters, Functions }.Single(assembly => assembly.GetName().Name == name);

    private static List<string> MembersUsedBy(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(handle => metadata.GetMemberReference(handle))
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
            {
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}";
            })];
    }
}
