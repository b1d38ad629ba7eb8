using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Validation 6.2, decided on decimal text.</summary>
public sealed class NumberTests
{
    [Theory]
    [InlineData("minimum", "1.1", "1.1", true)]
    [InlineData("minimum", "1.1", "1.09999999999999999999999999999999", false)]
    [InlineData("minimum", "-2", "-2.0", true)]
    [InlineData("minimum", "-2", "-2.0000000000000000000001", false)]
    [InlineData("minimum", "0", "-0", true)]
    [InlineData("maximum", "3", "3.00", true)]
    [InlineData("maximum", "9007199254740992", "9007199254740993", false)]
    [InlineData("maximum", "1e308", "1e309", false)]
    [InlineData("maximum", "1e400", "1e399", true)]
    [InlineData("maximum", "-1e400", "-1e399", false)]
    [InlineData("maximum", "1e-400", "1e-401", true)]
    [InlineData("maximum", "1e99999999999999999999999", "1e99999999999999999999998", true)]
    [InlineData("maximum", "1e99999999999999999999999", "10e99999999999999999999999", false)]
    [InlineData("exclusiveMinimum", "1.1", "1.10", false)]
    [InlineData("exclusiveMinimum", "1.1", "1.1000000000000000000000000000000000001", true)]
    [InlineData("exclusiveMaximum", "3", "3", false)]
    [InlineData("exclusiveMaximum", "3", "2.9999999999999999999999999999999999", true)]
    [InlineData("multipleOf", "0.01", "0.07", true)]
    [InlineData("multipleOf", "0.01", "35.18", true)]
    [InlineData("multipleOf", "0.0001", "0.00751", false)]
    [InlineData("multipleOf", "0.0001", "0.0075", true)]
    [InlineData("multipleOf", "1e-8", "12391239123", true)]
    [InlineData("multipleOf", "3", "1e1000", false)]
    [InlineData("multipleOf", "0.5", "1e308", true)]
    [InlineData("multipleOf", "7", "7e123456789012345678901234567890", true)]
    [InlineData("multipleOf", "2.5", "-7.5", true)]
    [InlineData("multipleOf", "2.5", "0", true)]
    [InlineData("multipleOf", "1.000000000000000000000000000001", "3.000000000000000000000000000003", true)]
    [InlineData("multipleOf", "1.000000000000000000000000000001", "3.000000000000000000000000000004", false)]
    [InlineData("multipleOf", "10", "15", false)]
    [InlineData("multipleOf", "20", "40", true)]
    public void Number_AgainstLimit_IsDecidedExactly(string keyword, string limit, string document, bool isValid)
    {
        var schema = $$"""{"{{keyword}}":{{limit}}}""";
        Assert.Equal(isValid, Validate(schema, document).IsValid);
        if (!isValid)
            IsInvalid(schema, document, $"{Code(keyword)} # /{keyword}");
    }

    [Fact]
    public void Number_OtherKinds_AreNotConcerned()
    {
        foreach (var document in new[] { "\"x\"", "null", "true", "[]", "{}" })
            IsValid("""{"minimum":5,"maximum":3,"exclusiveMinimum":5,"exclusiveMaximum":3,"multipleOf":7}""", document);
    }

    [Fact]
    public void Number_SeveralLimits_TellsEach() => IsInvalid(
        """{"minimum":5,"exclusiveMinimum":4,"multipleOf":2}""", "1", "schema-minimum # /minimum", "schema-exclusive-minimum # /exclusiveMinimum",
        "schema-multiple-of # /multipleOf");

    private static string Code(string keyword) => keyword switch
    {
        "exclusiveMinimum" => ErrorCodes.ExclusiveMinimum,
        "exclusiveMaximum" => ErrorCodes.ExclusiveMaximum,
        "multipleOf" => ErrorCodes.MultipleOf,
        _ => "schema-" + keyword,
    };
}
