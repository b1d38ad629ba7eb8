using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Validation 6.3: lengths in code points, patterns found anywhere.</summary>
public sealed class StringTests
{
    [Theory]
    [InlineData("\"ab\"", 2)]
    [InlineData("\"\"", 0)]
    [InlineData("\"日本語\"", 3)]
    [InlineData("\"😀😀\"", 2)]
    [InlineData("\"\\ud83d\\ude00\\ud83d\\ude00\"", 2)]
    [InlineData("\"\\n\\u00e9\\/\"", 3)]
    [InlineData("\"e\\u0301\"", 2)]
    public void Length_OfString_CountsCodePoints(string document, int length)
    {
        IsValid($$"""{"minLength":{{length}},"maxLength":{{length}}}""", document);
        IsInvalid($$"""{"minLength":{{length + 1}}}""", document, "schema-min-length # /minLength");
        if (length > 0)
            IsInvalid($$"""{"maxLength":{{length - 1}}}""", document, "schema-max-length # /maxLength");
    }

    [Fact]
    public void Length_OtherKinds_AreNotConcerned() => IsValid("""{"items":{"minLength":9,"maxLength":0,"pattern":"^$"}}""", "[1,null,true,[],{}]");

    [Fact]
    public void Length_WrittenWithFraction_IsAnInteger() => IsInvalid("""{"maxLength":2.0}""", "\"abc\"", "schema-max-length # /maxLength");

    [Fact]
    public void Pattern_OnEscapedString_SeesTheCharacters()
    {
        IsValid("""{"pattern":"^a\\nb$"}""", "\"a\\nb\"");
        IsValid("""{"pattern":"^\\u{1F600}$"}""", "\"\\ud83d\\ude00\"");
        IsInvalid("""{"pattern":"^a$"}""", "\"a\\n\"", "schema-pattern # /pattern");
    }

    [Fact]
    public void Content_AnyString_IsOnlyAnnotation() => IsValid(
        """{"contentEncoding":"base64","contentMediaType":"application/json","contentSchema":{"type":"object"}}""", "\"{:}!\"");

    [Fact]
    public void MetaData_AnyValue_IsOnlyAnnotation() => IsValid(
        """{"title":"t","description":"d","default":1,"deprecated":true,"readOnly":true,"writeOnly":false,"examples":[2],"$comment":"c"}""", "\"x\"");
}
