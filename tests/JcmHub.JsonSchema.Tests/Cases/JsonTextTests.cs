using System.Text;
using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>What is not JSON, each with its code and place: RFC 8259.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("", "json-truncated", 1, 1)]
    [InlineData("  \n ", "json-truncated", 2, 2)]
    [InlineData("[1,\n 2", "json-truncated", 2, 3)]
    [InlineData("{\"a\":tru", "json-truncated", 1, 9)]
    [InlineData("\"ab", "json-truncated", 1, 4)]
    [InlineData("\"é\\u00", "json-truncated", 1, 7)]
    [InlineData("-", "json-truncated", 1, 2)]
    [InlineData("1.", "json-truncated", 1, 3)]
    [InlineData("1e+", "json-truncated", 1, 4)]
    [InlineData("[1 2]", "json-syntax", 1, 4)]
    [InlineData("[1,]", "json-syntax", 1, 4)]
    [InlineData("[,1]", "json-syntax", 1, 2)]
    [InlineData("{\"a\" 1}", "json-syntax", 1, 6)]
    [InlineData("{\"a\":1,}", "json-syntax", 1, 8)]
    [InlineData("{a:1}", "json-syntax", 1, 2)]
    [InlineData("{1:1}", "json-syntax", 1, 2)]
    [InlineData("[1}", "json-syntax", 1, 3)]
    [InlineData("{\"a\":1]", "json-syntax", 1, 7)]
    [InlineData("01", "json-syntax", 1, 2)]
    [InlineData("-01", "json-syntax", 1, 3)]
    [InlineData("+1", "json-syntax", 1, 1)]
    [InlineData(".5", "json-syntax", 1, 1)]
    [InlineData("1.e3", "json-syntax", 1, 3)]
    [InlineData("1ea", "json-syntax", 1, 3)]
    [InlineData("0x1", "json-trailing-content", 1, 2)]
    [InlineData("[0x1]", "json-syntax", 1, 3)]
    [InlineData("NaN", "json-syntax", 1, 1)]
    [InlineData("nul1", "json-syntax", 1, 4)]
    [InlineData("True", "json-syntax", 1, 1)]
    [InlineData("'a'", "json-syntax", 1, 1)]
    [InlineData("// c\n1", "json-syntax", 1, 1)]
    [InlineData("\"a\tb\"", "json-syntax", 1, 3)]
    [InlineData("\"日\n\"", "json-syntax", 1, 3)]
    [InlineData("\"a\\x\"", "json-syntax", 1, 4)]
    [InlineData("\"\\u12G4\"", "json-syntax", 1, 6)]
    [InlineData("\"\\ud800\\uD8zz\"", "json-syntax", 1, 12)]
    [InlineData("1 2", "json-trailing-content", 1, 3)]
    [InlineData("{}{}", "json-trailing-content", 1, 3)]
    [InlineData("[]\n]", "json-trailing-content", 2, 1)]
    [InlineData("\"\\ud800\"", "json-surrogate", 1, 2)]
    [InlineData("\"a\\udc00\"", "json-surrogate", 1, 3)]
    [InlineData("\"\\ud800\\n\"", "json-surrogate", 1, 2)]
    [InlineData("\"\\ud800\\u0041\"", "json-surrogate", 1, 2)]
    [InlineData("\"\\ud800\\ud800\"", "json-surrogate", 1, 2)]
    [InlineData("{\"\\udfff\":1}", "json-surrogate", 1, 3)]
    [InlineData("{\"a\":1,\"b\":2,\"\\u0061\":3}", "json-duplicate-name", 1, 14)]
    [InlineData("\f1", "json-syntax", 1, 1)]
    [InlineData("\u00a01", "json-syntax", 1, 1)]
    [InlineData("[1,\uFEFF2]", "json-byte-order-mark", 1, 4)]
    [InlineData("\uFEFF\uFEFF1", "json-byte-order-mark", 1, 1)]
    [InlineData("1\uFEFF", "json-byte-order-mark", 1, 2)]
    public void Validate_NotJson_IsToldWithCodeAndPlace(string document, string code, int line, int column)
    {
        var error = Assert.Single(Validate("true", document).Errors);
        Assert.Equal((code, line, column), (error.Code, (int)error.Line, (int)error.Column));
        Assert.Equal("", error.KeywordLocation);
    }

    [Theory]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x31 }, "json-byte-order-mark", 1)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x31, 0x00 }, "json-byte-order-mark", 1)]
    [InlineData(new byte[] { 0x00, 0x31 }, "json-syntax", 1)]
    [InlineData(new byte[] { 0xEF, 0xBB }, "json-syntax", 1)]
    [InlineData(new byte[] { 0x22, 0x80, 0x22 }, "json-encoding", 2)]
    [InlineData(new byte[] { 0x22, 0x61, 0xC3, 0x22 }, "json-encoding", 3)]
    [InlineData(new byte[] { 0x22, 0xC3, 0xA9, 0xC0, 0xAF, 0x22 }, "json-encoding", 3)]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 }, "json-encoding", 2)]
    [InlineData(new byte[] { 0x22, 0xF4, 0x90, 0x80, 0x80, 0x22 }, "json-encoding", 2)]
    [InlineData(new byte[] { 0x80 }, "json-syntax", 1)]
    public void Validate_NotUtf8_IsToldWithCodeAndPlace(byte[] document, string code, int column)
    {
        var error = Assert.Single(Compile("true").Validate(document).Errors);
        Assert.Equal((code, column), (error.Code, (int)error.Column));
    }

    [Theory]
    [InlineData("\uFEFF{\"a\":1}")]
    [InlineData(" \t\r\n[ 1 , -0 , 1.5e+10 , 1E-2 , \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uD83D\\uDE00\" , \"\uFEFF\u007F\" , true , false , null , { } , [ ] ] \n")]
    [InlineData("\"\"")]
    public void Validate_Json_IsAccepted(string document) => IsValid("true", document);

    [Fact]
    public void Validate_Fault_ComesAfterTheErrorsBeforeIt()
    {
        var result = Validate("""{"items":{"type":"null"}}""", "[null,1,{\"a\":[}]");
        Assert.Equal(["schema-type /1 /items/type", "schema-type /2 /items/type", "json-syntax /2/a #"], Tell(result));
        Assert.Equal("/2/a", Validate("true", "[0,1,{\"a\":{\"b\":1,\"b\":1}}]").Errors[0].InstanceLocation[..4]);
        Assert.Equal("/2/a/b", Validate("true", "[0,1,{\"a\":{\"b\":1,\"b\":1}}]").Errors[0].InstanceLocation);
    }

    [Fact]
    public void Validate_DuplicateNames_AreFoundInLargeAndNestedObjects()
    {
        var names = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"n{i}\":{{\"a\":1,\"b\":{{\"a\":1}}}}"));
        IsValid("true", $"{{{names}}}");
        var error = Assert.Single(Validate("true", $"{{{names},\"n{777}\":0}}").Errors);
        Assert.Equal((ErrorCodes.JsonDuplicateName, "/n777"), (error.Code, error.InstanceLocation));
        IsInvalid("""{"properties":{"a":true}}""", """{"a":1,"b":2,"a":3}""", "json-duplicate-name /a #");
        var inner = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"m{i}\":0"));
        IsValid("true", $"{{{inner},\"o\":{{{inner},\"o\":{{{inner}}}}},\"z\":{{{inner}}}}}");
        Assert.False(Validate("true", $"{{{inner},\"o\":{{{inner}}},\"m3\":1}}").IsValid);
    }

    [Fact]
    public void Position_IsCountedInCodePointsAndLines()
    {
        var document = "{\r\n \"日本\": [\"😀\",\n\t\"é\", 1 ],\n \"x\": 2}";
        var result = Compile("""{"additionalProperties":{"items":{"type":"string"},"type":"array"}}""").Validate(Encoding.UTF8.GetBytes(document));
        Assert.Equal([("/日本/2", 3L, 7L), ("/x", 4L, 7L)], result.Errors.Select(e => (e.InstanceLocation, e.Line, e.Column)));
        var oneLine = Compile("""{"items":{"type":"string"}}""").Validate(Encoding.UTF8.GetBytes("[\"日本語😀\",\"a\",0]"));
        Assert.Equal((1L, 13L), (oneLine.Errors[0].Line, oneLine.Errors[0].Column));
    }
}
