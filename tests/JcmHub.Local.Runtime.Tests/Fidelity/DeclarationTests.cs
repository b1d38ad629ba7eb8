using Microsoft.Azure.Functions.Worker;

namespace JcmHub.Local.Runtime.Tests.Fidelity;

/// <summary>What the runtime declares of the real packages is theirs to the letter, so that the same source compiles against them (D1).</summary>
public sealed class DeclarationTests
{
    static readonly ApiListing Real = new(DataFile("functions-api.txt"), DataFile("servicebus-api.txt"));

    public static TheoryData<string> DeclaredTypes => new(typeof(FunctionAttribute).Assembly.GetExportedTypes()
        .Where(type => type.Namespace != "JcmHub.Local.Runtime")
        .Select(type => type.FullName!));

    [Theory]
    [MemberData(nameof(DeclaredTypes))]
    public void DeclaredType_IsListedWithEveryMember(string fullName)
    {
        var type = typeof(FunctionAttribute).Assembly.GetType(fullName)!;
        var listed = Real.Find(ApiRendering.FullName(type));

        Assert.True(listed is not null, $"{fullName} is in none of the listings.");
        Assert.Equal(SortedBases(listed.Value.Header), SortedBases(ApiRendering.Header(type)));
        Assert.Empty(ApiRendering.Members(type).Except(listed.Value.Members));
    }

    [Fact]
    public void Runtime_DeclaresWhatWasPromised() => Assert.InRange(DeclaredTypes.Count, 60, 200);

    [Fact]
    public void Runtime_OwnPublicTypes_AreFew() => Assert.Equal(
        ["FunctionMetadata", "FunctionRules", "RuleViolation"],
        typeof(FunctionAttribute).Assembly.GetExportedTypes().Where(type => type.Namespace == "JcmHub.Local.Runtime").Select(type => type.Name).Order());

    [SkippableFact]
    public void Listing_InTheTests_HoldsWhatTheFoundersPageLists()
    {
        var source = FoundersListing();
        Skip.If(source is null, "shared/reference/functions-api.md is not above this checkout: the copy under Data is not compared with it.");

        var block = File.ReadLines(source).SkipWhile(line => line != "```text").Skip(1).TakeWhile(line => line != "```");

        // The page was cut to what our package registry still lacks; the copy has all that it once listed.
        Assert.Empty(block.Except(File.ReadLines(DataFile("functions-api.txt"))));
    }

    static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    static string? FoundersListing()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var file = Path.Combine(above.FullName, "shared", "reference", "functions-api.md");
            if (File.Exists(file)) return file;
        }

        return null;
    }

    // The order in which interfaces are named means nothing.
    static string SortedBases(string header)
    {
        var parts = header.Split(" : ");
        return parts.Length == 1 ? header : $"{parts[0]} : {string.Join(", ", parts[1].Split(", ").Order(StringComparer.Ordinal))}";
    }
}
