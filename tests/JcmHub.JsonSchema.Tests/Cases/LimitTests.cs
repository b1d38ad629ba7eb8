using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Limits hold exactly and tell which one it was.</summary>
public sealed class LimitTests
{
    [Fact]
    public void Depth_OneMoreThanAllowed_IsRefused()
    {
        var options = new SchemaOptions { MaxDepth = 3 };
        IsValid("true", "[{\"a\":[1]}]", options);
        Assert.Equal(["limit-depth /0/a #"], Tell(Validate("true", "[{\"a\":[[]]}]", options)));
        Assert.Equal(ErrorCodes.LimitDepth, Assert.Single(Validate("true", new string('[', 1_000_000)).Errors).Code);
    }

    [Theory]
    [InlineData("[1]", 3, true)]
    [InlineData("[1] ", 3, false)]
    [InlineData("[1,2]", 3, false)]
    [InlineData("\"é", 2, false)]
    public void Size_OneByteMoreThanAllowed_IsRefused(string document, int max, bool isValid)
    {
        var result = Validate("true", document, new SchemaOptions { MaxDocumentBytes = max });
        Assert.Equal(isValid ? [] : [ErrorCodes.LimitSize], result.Errors.Select(e => e.Code));
    }

    [Theory]
    [InlineData("\"abc\"", true)]
    [InlineData("\"abcd\"", false)]
    [InlineData("{\"abcd\":1}", false)]
    [InlineData("\"\\n\\n\"", false)]
    [InlineData("\"éé\"", false)]
    [InlineData("\"abcd", false)]
    [InlineData("\"ab\\u", false)]
    public void String_OneByteMoreThanAllowed_IsRefused(string document, bool isValid)
    {
        var result = Validate("""{"properties":{"abcd":true}}""", document, new SchemaOptions { MaxStringBytes = 3 });
        Assert.Equal(isValid ? [] : [ErrorCodes.LimitString], result.Errors.Select(e => e.Code));
    }

    [Theory]
    [InlineData("[-123]", true)]
    [InlineData("[-1234]", false)]
    [InlineData("12345", false)]
    [InlineData("12345x", false)]
    [InlineData("1.234", false)]
    public void Number_OneCharacterMoreThanAllowed_IsRefused(string document, bool isValid)
    {
        var result = Validate("true", document, new SchemaOptions { MaxNumberLength = 4 });
        Assert.Equal(isValid ? [] : [ErrorCodes.LimitNumber], result.Errors.Select(e => e.Code));
    }

    [Fact]
    public void Properties_OneMoreThanAllowed_IsRefused()
    {
        var options = new SchemaOptions { MaxProperties = 2 };
        IsValid("""{"properties":{"a":true}}""", """{"a":1,"b":{"a":1,"c":2}}""", options);
        Assert.Equal(["limit-properties # #"], Tell(Validate("""{"properties":{"a":true}}""", """{"a":1,"b":2,"c":3}""", options)));
    }

    [Fact]
    public void Retained_MoreThanAllowed_IsRefused()
    {
        var document = $"[{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"item {i}\""))}]";
        IsValid("""{"uniqueItems":true}""", document);
        Assert.Equal(["limit-retained # #"], Tell(Validate("""{"uniqueItems":true}""", document, new SchemaOptions { MaxRetainedBytes = 5000 })));
        // Nothing is kept where nothing is compared.
        IsValid("{}", document, new SchemaOptions { MaxRetainedBytes = 0 });
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        SchemaOptions[] wrong =
        [
            new() { MaxErrors = 0 }, new() { MaxDepth = -1 }, new() { MaxDocumentBytes = -1 }, new() { MaxStringBytes = int.MaxValue },
            new() { MaxNumberLength = -1 }, new() { MaxProperties = -1 }, new() { MaxPathBytes = -1 }, new() { MaxRetainedBytes = -1 }, new() { MaxEvaluations = 0 },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => Compile("true", options)));
    }

    [Fact]
    public void Retained_NamesOfOpenObjects_Count()
    {
        var options = new SchemaOptions { MaxRetainedBytes = 10_000 };
        var many = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"name {i}\":0"));
        IsValid("true", $"[{{{many}}},{{{many}}}]", options);
        Assert.Equal(["limit-retained /0/x #"], Tell(Validate("true", $"[{{{many},\"x\":{{{many}}}}}]", options)));
    }

    [Fact]
    public void Path_LongerThanAllowed_IsRefused()
    {
        var options = new SchemaOptions { MaxPathBytes = 5 };
        IsValid("""{"properties":{"abc":true}}""", """[{"abc":{"de":1}},{"abcde":[{}]}]""", options);
        Assert.Equal(["limit-path /0/abc #"], Tell(Validate("true", """[{"abc":{"def":1}}]""", options)));
        Assert.Equal(["limit-path /0 #"], Tell(Validate("""{"items":{"properties":{"abcdef":true}}}""", """[{"abcdef":1}]""", options)));
    }

    [Fact]
    public void Errors_MoreThanAllowed_AreOmittedAndSaidSo()
    {
        var document = $"[{string.Join(',', Enumerable.Repeat("1", 1000))}]";
        var schema = """{"items":{"type":"null"}}""";
        Assert.Equal((100, true), Count(Validate(schema, document)));
        Assert.Equal((1000, false), Count(Validate(schema, document, new SchemaOptions { MaxErrors = 1000 })));
        Assert.Equal((3, true), Count(Validate(schema, document, new SchemaOptions { MaxErrors = 3 })));
        Assert.Equal((1000, false), Count(Validate($$$"""{"not":{"not":{{{schema}}}},"items":{"type":"null"}}""", document, new SchemaOptions { MaxErrors = 2000 }), -1));
        static (int, bool) Count(ValidationResult result, int less = 0) => (result.Errors.Count + less, result.ErrorsOmitted);
    }

    [Fact]
    public void Errors_WithinABranch_AreHeldUpToTheCap()
    {
        var document = $"[{string.Join(',', Enumerable.Repeat("1", 1000))}]";
        var result = Validate("""{"anyOf":[{"items":{"type":"null"}},{"maxItems":1}]}""", document, new SchemaOptions { MaxErrors = 5 });
        Assert.True(result.ErrorsOmitted);
        Assert.Equal(5, result.Errors.Count);
        // The omission belongs to a branch that did not count in the end.
        var other = Validate("""{"anyOf":[{"items":{"type":"null"}},true],"maxItems":1}""", document, new SchemaOptions { MaxErrors = 5 });
        Assert.Equal((1, false), (other.Errors.Count, other.ErrorsOmitted));
    }
}
