using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Validation 6.5, core 10.3.2.</summary>
public sealed class ObjectTests
{
    [Fact]
    public void Properties_EachFailing_IsToldInDocumentOrder() => IsInvalid(
        """{"properties":{"a":{"type":"string"},"b":{"properties":{"c":{"type":"null"}}}}}""", """{"b":{"c":1},"x":2,"a":3}""",
        "schema-type /b/c /properties/b/properties/c/type", "schema-type /a /properties/a/type");

    [Fact]
    public void Properties_NamesWithEscapes_AreComparedByCharacters()
    {
        var schema = """{"properties":{"a\"b":{"type":"null"},"a\\nb":{"type":"null"},"é":{"type":"null"},"":{"type":"null"}},"additionalProperties":false}""";
        IsValid(schema, """{"a\"b":null,"a\\nb":null,"\u00e9":null,"":null}""");
        IsInvalid(schema, """{"a\nb":null}""", "schema-additional-property /a\nb /additionalProperties");
        IsInvalid(schema, """{"":1}""", "schema-type / /properties//type");
    }

    [Fact]
    public void Properties_PointerCharacters_AreEscapedInLocations() => IsInvalid(
        """{"properties":{"a/b~c":{"properties":{"d":false}}}}""", """{"a/b~c":{"d":1}}""",
        "schema-false /a~1b~0c/d /properties/a~1b~0c/properties/d");

    [Fact]
    public void Required_EachMissing_IsToldAtTheObject()
    {
        var result = Validate("""{"items":{"required":["a","b","c"]}}""", "[{\"a\":1,\"b\":2,\"c\":3},\n  {\"b\":0}]");
        Assert.Equal(["schema-required /1 /items/required", "schema-required /1 /items/required"], Tell(result));
        Assert.Equal((2, 3), (result.Errors[0].Line, result.Errors[0].Column));
        Assert.Contains("\"a\"", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("「c」", result.Errors[1].MessageJa, StringComparison.Ordinal);
    }

    [Fact]
    public void Required_MoreNamesThanAWordHolds_AreAllSeen()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"\"p{i}\"").ToList();
        var schema = $$"""{"required":[{{string.Join(',', names)}}]}""";
        IsValid(schema, $$"""{{{string.Join(',', names.Select(n => n + ":1"))}}}""");
        Assert.Equal(2, Validate(schema, $$"""{{{string.Join(',', names.Skip(1).SkipLast(1).Select(n => n + ":1"))}}}""").Errors.Count);
    }

    [Fact]
    public void PatternProperties_NameMatchesSeveral_EachApplies() => IsInvalid(
        """{"patternProperties":{"a":{"type":"number"},"b$":{"minimum":5}},"properties":{"ab":{"maximum":1}}}""", """{"ab":3,"a":"x","b":1,"c":"x"}""",
        "schema-maximum /ab /properties/ab/maximum", "schema-minimum /ab /patternProperties/b$/minimum",
        "schema-type /a /patternProperties/a/type", "schema-minimum /b /patternProperties/b$/minimum");

    [Fact]
    public void AdditionalProperties_OnlyWhatNothingBesideNames()
    {
        var schema = """{"properties":{"a":true},"patternProperties":{"^x":true},"additionalProperties":{"type":"string"}}""";
        IsValid(schema, """{"a":1,"x1":2,"z":"ok"}""");
        IsInvalid(schema, """{"a":1,"z":2}""", "schema-type /z /additionalProperties/type");
        IsInvalid("""{"allOf":[{"properties":{"a":true}}],"additionalProperties":false}""", """{"a":1}""", "schema-additional-property /a /additionalProperties");
    }

    [Fact]
    public void PropertyNames_EachBadName_IsToldAtTheProperty() => IsInvalid(
        """{"propertyNames":{"maxLength":3,"pattern":"^[a-z]+$"}}""", """{"abc":{},"abcd":1,"A":[2]}""",
        "schema-max-length /abcd /propertyNames/maxLength", "schema-pattern /A /propertyNames/pattern");

    [Fact]
    public void PropertyNames_False_AllowsOnlyTheEmptyObject()
    {
        IsValid("""{"propertyNames":false}""", "{}");
        IsInvalid("""{"propertyNames":false}""", """{"a":1}""", "schema-property-name /a /propertyNames");
        IsInvalid("""{"propertyNames":{"enum":["a","b"]}}""", """{"a":1,"c":2}""", "schema-enum /c /propertyNames/enum");
    }

    [Theory]
    [InlineData("{}", "schema-min-properties # /minProperties")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "schema-max-properties # /maxProperties")]
    public void PropertyCount_OutOfBounds_IsTold(string document, string error)
    {
        IsValid("""{"minProperties":1,"maxProperties":2}""", """{"a":1,"b":2}""");
        IsInvalid("""{"minProperties":1,"maxProperties":2}""", document, error);
    }

    [Fact]
    public void DependentRequired_OnlyBesideItsTrigger()
    {
        var schema = """{"dependentRequired":{"a":["b","c"],"x":[]}}""";
        IsValid(schema, """{"b":1}""");
        IsValid(schema, """{"x":1}""");
        IsValid(schema, """{"a":1,"b":2,"c":3}""");
        IsInvalid(schema, """{"c":1,"a":2}""", "schema-dependent-required # /dependentRequired/a");
    }

    [Fact]
    public void DependentSchemas_OnlyBesideItsTrigger()
    {
        var schema = """{"dependentSchemas":{"a":{"properties":{"b":{"type":"integer"}},"required":["c"]},"n":false}}""";
        IsValid(schema, """{"b":"x"}""");
        IsValid(schema, """{"a":1,"b":2,"c":3}""");
        // The trigger may come after what it concerns.
        IsInvalid(schema, """{"b":"x","a":1}""", "schema-required # /dependentSchemas/a/required",
            "schema-type /b /dependentSchemas/a/properties/b/type");
        IsInvalid(schema, """{"n":0}""", "schema-false # /dependentSchemas/n");
    }

    [Fact]
    public void Object_OtherKinds_AreNotConcerned() => IsValid(
        """{"required":["a"],"minProperties":2,"properties":{"a":false},"additionalProperties":false,"propertyNames":false,"dependentRequired":{"a":["b"]}}""",
        "[1]");
}
