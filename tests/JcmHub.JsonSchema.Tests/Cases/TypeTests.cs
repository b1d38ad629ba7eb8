using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>type, enum, const and boolean schemas: validation 6.1, core 4.3.2.</summary>
public sealed class TypeTests
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("boolean", "true")]
    [InlineData("boolean", "false")]
    [InlineData("number", "1.5")]
    [InlineData("number", "1")]
    [InlineData("integer", "1")]
    [InlineData("integer", "1.0")]
    [InlineData("integer", "-0.0e-9")]
    [InlineData("integer", "1.50e1")]
    [InlineData("integer", "123456789012345678901234567890.000")]
    [InlineData("integer", "1e1000000000000000000000000")]
    [InlineData("string", "\"\"")]
    [InlineData("object", "{}")]
    [InlineData("array", "[]")]
    public void Type_ThatType_IsValid(string type, string document) => IsValid($$"""{"type":"{{type}}"}""", document);

    [Theory]
    [InlineData("integer", "1.5", "number")]
    [InlineData("integer", "1e-1", "number")]
    [InlineData("integer", "1.00000000000000000000000000000000001", "number")]
    [InlineData("number", "\"1\"", "string")]
    [InlineData("string", "1", "number")]
    [InlineData("boolean", "null", "null")]
    [InlineData("null", "false", "boolean")]
    [InlineData("object", "[]", "array")]
    [InlineData("array", "{}", "object")]
    public void Type_AnotherType_IsToldWithBothTypes(string type, string document, string actual)
    {
        var error = Assert.Single(Validate($$"""{"type":"{{type}}"}""", document).Errors);
        Assert.Equal((ErrorCodes.Type, "", "/type"), (error.Code, error.InstanceLocation, error.KeywordLocation));
        Assert.Equal($"must be {type}, is {actual}", error.Message);
        Assert.Contains("型は", error.MessageJa, StringComparison.Ordinal);
    }

    [Fact]
    public void Type_SeveralTypes_AcceptsEach()
    {
        IsValid("""{"type":["integer","null"]}""", "3");
        IsValid("""{"type":["integer","null"]}""", "null");
        IsInvalid("""{"type":["integer","null"]}""", "3.5", "schema-type # /type");
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("0", "-0")]
    [InlineData("1e2", "100")]
    [InlineData("1.000000000000000000000000000000", "1")]
    [InlineData("123456789012345678901234567890", "12345678901234567890123456789e1")]
    [InlineData("\"\\u0041\"", "\"A\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    [InlineData("[1,{\"a\":[2,3]}]", "[1.0,{\"a\":[2e0,3]}]")]
    [InlineData("{\"a\":1,\"b\":{\"c\":null}}", "{\"b\":{\"c\":null},\"a\":1}")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    public void Const_EqualByJson_IsValid(string constant, string document)
    {
        IsValid($$"""{"const":{{constant}}}""", document);
        IsValid($$"""{"enum":["other",{"other":[]},{{constant}}]}""", document);
    }

    [Theory]
    [InlineData("1", "true")]
    [InlineData("0", "false")]
    [InlineData("0", "null")]
    [InlineData("\"1\"", "1")]
    [InlineData("\"é\"", "\"e\\u0301\"")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("[1,2]", "[1,2,3]")]
    [InlineData("[1,2]", "[1]")]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1}")]
    [InlineData("{\"a\":[false]}", "{\"a\":[0]}")]
    [InlineData("{}", "[]")]
    [InlineData("[]", "{}")]
    [InlineData("[]", "\"\"")]
    public void Const_NotEqual_IsToldOnce(string constant, string document)
    {
        IsInvalid($$"""{"const":{{constant}}}""", document, "schema-const # /const");
        IsInvalid($$"""{"enum":[{{constant}}]}""", document, "schema-enum # /enum");
    }

    [Fact]
    public void Enum_NestedContainer_IsToldAtTheContainer() => IsInvalid(
        """{"properties":{"a":{"items":{"enum":[[1,[2]],{"x":{}}]}}}}""", """{"a":[[1,[2]],{"x":{}},[1,[3]],{"x":{"y":0}},{"x":{}}]}""",
        "schema-enum /a/2 /properties/a/items/enum", "schema-enum /a/3 /properties/a/items/enum");

    [Fact]
    public void Enum_ManyValues_QuotesSome()
    {
        var values = string.Join(',', Enumerable.Range(0, 100));
        Assert.Contains("19, …", Assert.Single(Validate($$"""{"enum":[{{values}}]}""", "-1").Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BooleanSchema_False_RefusesEveryKindOnce()
    {
        foreach (var document in new[] { "1", "\"\"", "null", "true", "[]", "{}", "{\"a\":[1]}" })
            IsInvalid("false", document, "schema-false # #");
        IsValid("true", "[{}]");
    }
}
