using JcmHub.Functions.Triggers;
using JcmHub.Local.Runtime;

namespace JcmHub.Functions.Tests.Architecture;

/// <summary>What the real worker's generator would do with our functions (D1): refuse none, and tell the host what the golden file says.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void Functions_GeneratorRules_AreKept() =>
        Assert.Empty(FunctionRules.Check(typeof(Reports).Assembly));

    /// <summary>A change of routes, queues or schedules shows here; set JCMHUB_UPDATE_GOLDEN to write the file anew, and read the difference.</summary>
    [Fact]
    public void Functions_Metadata_IsTheGoldenFile()
    {
        var golden = Repository.File("tests", "JcmHub.Functions.Tests", "Architecture", "functions.metadata.json");
        var emitted = FunctionMetadata.Emit(typeof(Reports).Assembly);
        if (Environment.GetEnvironmentVariable("JCMHUB_UPDATE_GOLDEN") is not null)
            File.WriteAllText(golden, emitted);

        Assert.Equal(File.ReadAllText(golden), emitted);
    }
}
