using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace JcmHub.JsonSchema.Tests.Suite;

/// <summary>The official JSON Schema Test Suite for draft 2020-12, read where it lies.</summary>
public sealed class OfficialSuiteTests(ITestOutputHelper output)
{
    private const string Missing =
        "THE OFFICIAL JSON SCHEMA TEST SUITE WAS NOT RUN: vectors/json-schema-test-suite is not beside this checkout. Only the project's own cases speak for conformance.";

    private static readonly Lazy<SchemaRegistry> s_registry = new(Registry);

    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        if (SharedVectors.Suite is not { } suite)
        {
            // One row, so that the absence is seen as a skipped test.
            data.Add("");
            return data;
        }
        var tests = Path.Combine(suite, "tests");
        foreach (var file in Directory.GetFiles(tests, "*.json", SearchOption.AllDirectories).Order())
            data.Add(Path.GetRelativePath(tests, file));
        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Validate_OfficialCase_AgreesWithTheSuite(string file)
    {
        Skip.If(SharedVectors.Suite is null, Missing);
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedVectors.Suite!, "tests", file)));
        var wrong = new List<string>();
        var count = 0;
        foreach (var group in cases.RootElement.EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                count++;
                if (Judge(group.GetProperty("schema"), test.GetProperty("data")) is var said && said != test.GetProperty("valid").ToString())
                    wrong.Add($"{group.GetProperty("description")} / {test.GetProperty("description")}: {said}");
            }
        }
        output.WriteLine($"{file}: {count} cases");
        Assert.True(count > 0);
        Assert.Empty(wrong);
    }

    [SkippableFact]
    public void Suite_AllFiles_HoldTheCasesThatWeKnowOf()
    {
        Skip.If(SharedVectors.Suite is null, Missing);
        Assert.True(Files().Count >= 46, "files of the suite are missing");
    }

    [SkippableFact]
    public void MetaSchemas_BuiltIn_AreThoseOfTheVectors()
    {
        Skip.If(SharedVectors.MetaSchemas is null, "vectors/json-schema-2020-12 is not beside this checkout: the built-in meta-schemas were not compared.");
        var registry = new SchemaRegistry();
        // Another schema under a built-in address would be refused only within one registry, so both are added to one.
        foreach (var name in typeof(SchemaRegistry).Assembly.GetManifestResourceNames().Where(name => !name.EndsWith(".txt", StringComparison.Ordinal)))
        {
            using var stream = typeof(SchemaRegistry).Assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            registry.Add(bytes.ToArray());
        }
        var files = Directory.GetFiles(SharedVectors.MetaSchemas!, "*.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => registry.Add(File.ReadAllBytes(file)));
    }

    private static string Judge(JsonElement schema, JsonElement data)
    {
        try
        {
            var compiled = s_registry.Value.Compile(Encoding.UTF8.GetBytes(schema.GetRawText()));
            var result = compiled.Validate(Encoding.UTF8.GetBytes(data.GetRawText()));
            Assert.Equal(result.IsValid, result.Errors.Count == 0);
            return result.IsValid.ToString();
        }
        catch (SchemaException e)
        {
            return $"{e.Code} at {e.Location}: {e.Message}";
        }
    }

    private static SchemaRegistry Registry()
    {
        var registry = new SchemaRegistry();
        var remotes = Path.Combine(SharedVectors.Suite!, "remotes");
        foreach (var file in Directory.GetFiles(remotes, "*.json", SearchOption.AllDirectories))
            registry.Add(File.ReadAllBytes(file), new Uri("http://localhost:1234/" + Path.GetRelativePath(remotes, file).Replace('\\', '/')));
        return registry;
    }
}
