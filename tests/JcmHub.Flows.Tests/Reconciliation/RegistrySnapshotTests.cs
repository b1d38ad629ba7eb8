using System.Text;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Reconciliation;
using JcmHub.Flows.Tests.Schemas;

namespace JcmHub.Flows.Tests.Reconciliation;

public sealed class RegistrySnapshotTests
{
    private const string Good = """{"account":"JP-GOV","accountType":"government-holding","project":"TH014","vintage":2021,"first":"1","last":"9","tonnes":"9"}""";

    private static readonly DocumentSchemas s_schemas = SchemaFiles.Compile();

    [Theory]
    [InlineData("""{"account":"JP-GOV"}""", "snapshot-block-unreadable", "/blocks/1")]
    [InlineData("""{"account":"JP-GOV","accountType":"government-holding","project":"TH014","vintage":20210,"first":"10","last":"10","tonnes":"1"}""", "snapshot-block-unreadable", "/blocks/1/vintage")]
    [InlineData("""{"account":"JP-GOV","accountType":"government-holding","project":"TH014","vintage":2021,"first":"10","last":"10","tonnes":"-1"}""", "snapshot-block-unreadable", "/blocks/1/tonnes")]
    [InlineData("""{"account":"JP-GOV","accountType":"government-holding","project":"TH014","vintage":2021,"first":"10","last":"9","tonnes":"1"}""", "snapshot-block-size", "/blocks/1")]
    [InlineData("7", "snapshot-block-unreadable", "/blocks/1")]
    public void Parse_ABlockThatIsNone_IsNamedWithItsPlaceAndTheOthersAreRead(string block, string code, string pointer)
    {
        var (snapshot, errors) = Parse($"{Good},{block},{Good.Replace("JP-GOV", "JP-RET", StringComparison.Ordinal)}");

        Assert.Empty(errors);
        Assert.Equal(["JP-GOV", "JP-RET"], snapshot!.Ranges.Select(range => range.Cell.Account).Order(StringComparer.Ordinal));
        Assert.All(snapshot.Unreadable, finding => Assert.Equal((code, pointer), (finding.Code, finding.Pointer)));
        Assert.NotEmpty(snapshot.Unreadable);
    }

    [Fact]
    public void Parse_AYearBeforeTheMechanism_IsRead()
    {
        var (snapshot, _) = Parse(Good.Replace("2021", "1999", StringComparison.Ordinal));

        Assert.Empty(snapshot!.Unreadable);
        Assert.Equal(1999, Assert.Single(snapshot.Ranges).Cell.Vintage.Year);
    }

    [Fact]
    public void Parse_MoreNonsenseThanTheSchemaTells_IsNoSnapshot()
    {
        var (snapshot, errors) = Parse(string.Join(',', Enumerable.Repeat("7", 101)));

        Assert.Null(snapshot);
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"account\":\"A\"} 7")]
    public void Parse_WhatIsNoJson_IsNoSnapshot(string blocks)
    {
        var (snapshot, errors) = Parse(blocks);

        Assert.Null(snapshot);
        Assert.NotEmpty(errors);
    }

    private static (RegistrySnapshot? Snapshot, IReadOnlyList<Domain.Methodologies.Finding> Errors) Parse(string blocks) => RegistrySnapshot.Parse(
        PartyId.Japan,
        Encoding.UTF8.GetBytes($$"""{"documentType":"registry-snapshot","schemaVersion":"1.0","registry":"JP","asOf":"2026-02-02T15:00:00Z","streams":[],"blocks":[{{blocks}}]}"""),
        s_schemas);
}
