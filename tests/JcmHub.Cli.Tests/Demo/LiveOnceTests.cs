using JcmHub.Cli.Demo;
using JcmHub.Local.Registries;

namespace JcmHub.Cli.Tests.Demo;

public sealed class LiveOnceTests
{
    [Theory]
    [InlineData("government-holding", 1, "units 5 to 9 of TH are live twice: in TH's registry and in JP's")]
    [InlineData("international-transfer-out", 0, null)]
    public void LiveTwice_UnitsInTwoRegistries_AreNamedUnlessTheyMovedOut(string accountTypeInThailand, int count, string? sentence)
    {
        var problems = LiveOnce.LiveTwice([
            Holdings("JP", Block("TH", "government-holding", 5, 12), Block("PH", "entity-holding", 1, 9)),
            Holdings("TH", Block("TH", accountTypeInThailand, 1, 9), Block("TH", "government-holding", 13, 20)),
        ]).ToArray();

        Assert.Equal(count, problems.Length);
        Assert.Equal(sentence, problems.SingleOrDefault());
    }

    [Fact]
    public void LiveTwice_OneBlockSpansSeveral_EachIsNamed() =>
        Assert.Equal(2, LiveOnce.LiveTwice([
            Holdings("JP", Block("TH", "government-holding", 1, 100)),
            Holdings("TH", Block("TH", "government-holding", 2, 3), Block("TH", "government-holding", 50, 60)),
        ]).Count());

    private static RegistryHoldings Holdings(string registry, params RegistryHoldings.Block[] blocks) => new(registry, blocks, [], [], []);

    private static RegistryHoldings.Block Block(string host, string accountType, int first, int last) =>
        new("AN-ACCOUNT", accountType, "TH014", 2021, "1", "1", "1", host, $"{first}", $"{last}");
}
