using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Tests.Schemas;

namespace JcmHub.Flows.Tests.Computation;

/// <summary>The product's own projects, methodologies and schemas.</summary>
internal static class ShippedRules
{
    public static RuleBook Book { get; } = new(
        Files("projects").Select(bytes => Project.Parse(bytes)), [], Files("methodologies").Select(bytes => Methodology.Load(bytes).Methodology!), [],
        MarketDocument.Parse(Files("markets").Single()), SchemaFiles.Compile());

    public static byte[] Sample(string name) =>
        File.ReadAllBytes(Path.Combine(SchemaFiles.Root(), "tests", "JcmHub.Domain.Tests", "Data", name + ".json"));

    private static IEnumerable<byte[]> Files(string folder) => Directory.GetFiles(Path.Combine(SchemaFiles.Folder, folder), "*.json")
        .Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal)).Select(File.ReadAllBytes);
}
