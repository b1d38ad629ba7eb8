using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Core 8.2 and 9: identifiers, anchors and references.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("#/$defs/t~1x/items")]
    [InlineData("#/$defs/t~1x/%69tems")]
    [InlineData("#named")]
    [InlineData("https://example.com/root#named")]
    [InlineData("/root#named")]
    [InlineData("?#named", false)]
    [InlineData("inner#deep")]
    [InlineData("./x/../inner#deep")]
    [InlineData("//example.com/inner#deep")]
    [InlineData("#/$defs/e")]
    [InlineData("inner#/$defs/i")]
    public void Ref_EveryWayToPointAtASchema_LeadsThere(string reference, bool resolves = true)
    {
        var schema = """
            {"$id":"https://example.com/root","$ref":"REFERENCE",
             "$defs":{"t/x":{"items":{"$anchor":"named","type":"integer"}},
                      "e":{"$id":"inner","type":"integer","$defs":{"i":{"$anchor":"deep","type":"integer"}}}}}
            """.Replace("REFERENCE", reference, StringComparison.Ordinal);
        if (!resolves)
        {
            Assert.Equal(ErrorCodes.InvalidSchemaReference, Refuse(schema).Code);
            return;
        }
        IsValid(schema, "1");
        IsInvalid(schema, "\"x\"", "schema-type # /$ref/type");
    }

    [Fact]
    public void Ref_ToRegistry_ResolvesByAddressAndById()
    {
        var compiled = Compile("""{"prefixItems":[{"$ref":"https://a.example/x.json"},{"$ref":"https://b.example/real"},{"$ref":"https://b.example/n"}]}""", null,
            ("https://a.example/x.json", """{"$id":"https://b.example/real","type":"integer","$defs":{"n":{"$id":"n","type":"null"}}}"""));
        Assert.True(compiled.Validate(Bytes("[1,2,null]")).IsValid);
        Assert.Equal(["schema-type /0 /prefixItems/0/$ref/type", "schema-type /1 /prefixItems/1/$ref/type", "schema-type /2 /prefixItems/2/$ref/type"],
            Tell(compiled.Validate(Bytes("[[],[],[]]"))));
    }

    [Fact]
    public void Ref_Nowhere_IsRefusedWithItsPlace()
    {
        var e = Refuse("{\n \"properties\": {\"a\":\n  {\"$ref\": \"https://nowhere.example/\"}}}");
        Assert.Equal((ErrorCodes.InvalidSchemaReference, "#/properties/a/$ref", 3L, 12L), (e.Code, e.Location, e.Line, e.Column));
        Assert.NotEqual(e.Message, e.MessageJa);
    }

    [Theory]
    [InlineData("#/nothing")]
    [InlineData("#nothing")]
    [InlineData("#/properties/a/0")]
    [InlineData("#/allOf/01")]
    [InlineData("#/allOf/1")]
    [InlineData("#/allOf/-")]
    [InlineData("other.json")]
    public void Ref_ToWhatIsNotThere_IsRefused(string reference) => Assert.Equal(
        ErrorCodes.InvalidSchemaReference, Refuse($$$"""{"properties":{"a":{"$ref":"{{{reference}}}"}},"allOf":[true]}""").Code);

    [Fact]
    public void Ref_IntoAnUnknownKeyword_ReadsItAsASchema() => IsInvalid(
        """{"$ref":"#/my-own/0","my-own":[{"type":"integer"}]}""", "null", "schema-type # /$ref/type");

    [Fact]
    public void Id_InsideEnumOrUnknownKeyword_IsData() => Assert.Equal(ErrorCodes.InvalidSchemaReference, Refuse(
        """{"$id":"https://example.com/r","enum":[{"$id":"x"}],"own":{"$id":"y"},"not":{"$ref":"x"}}""").Code);

    [Fact]
    public void Ref_Recursive_FollowsTheDocument()
    {
        var schema = """{"properties":{"v":{"type":"integer"},"c":{"items":{"$ref":"#"}}},"additionalProperties":false}""";
        IsValid(schema, """{"v":1,"c":[{"v":2},{"c":[{"c":[]}]}]}""");
        IsInvalid(schema, """{"c":[{"c":[{"v":"x"}]}]}""", "schema-type /c/0/c/0/v /properties/c/items/$ref/properties/c/items/$ref/properties/v/type");
    }

    [Fact]
    public void Ref_GrowingWithEachLevel_ReusesItsPlans()
    {
        var schema = Compile("""
            {"$id":"https://example.com/d","allOf":[{"$ref":"b"},{"properties":{"c":{"items":{"$ref":"#"}}}}],
             "$defs":{"b":{"$id":"b","properties":{"c":{"items":{"$ref":"#"}},"v":{"type":"integer"}}}}}
            """, new SchemaOptions { MaxDepth = 1000, MaxEvaluations = 64 });
        var deep = string.Concat(Enumerable.Repeat("{\"c\":[", 200)) + "{\"v\":1}" + string.Concat(Enumerable.Repeat("]}", 200));
        Assert.True(schema.Validate(Bytes(deep)).IsValid);
        Assert.False(schema.Validate(Bytes(deep.Replace("1", "null", StringComparison.Ordinal))).IsValid);
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[true,{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}""")]
    [InlineData("""{"properties":{"x":{"$ref":"#/$defs/a"}},"$defs":{"a":{"if":{"$ref":"#/$defs/a"}}}}""")]
    [InlineData("""{"$defs":{"a":{"dependentSchemas":{"p":{"$ref":"#/$defs/a"}}}},"items":{"$ref":"#/$defs/a"}}""")]
    [InlineData("""{"$dynamicAnchor":"a","oneOf":[{"$dynamicRef":"#a"}]}""")]
    public void Ref_ToItselfWithoutConsuming_IsRefused(string schema) => Assert.Equal(ErrorCodes.InvalidSchemaRecursion, Refuse(schema).Code);

    [Fact]
    public void Ref_ToItselfInASecondDynamicScope_IsRefused()
    {
        // Only where the extension is in scope does the base come back to itself.
        var schema = """
            {"$id":"https://example.com/ext","$ref":"base","$defs":{
              "mine":{"$dynamicAnchor":"x","$ref":"base#/$defs/user"},
              "b":{"$id":"base","$ref":"#/$defs/user","$defs":{"user":{"$dynamicRef":"#x"},"default":{"$dynamicAnchor":"x"}}}}}
            """;
        Assert.Equal(ErrorCodes.InvalidSchemaRecursion, Refuse(schema).Code);
    }

    [Fact]
    public void DynamicRef_ReachesTheOutermostAnchor()
    {
        var tree = """
            {"$id":"https://example.com/tree","$dynamicAnchor":"node","properties":{"data":true,"children":{"items":{"$dynamicRef":"#node"}}}}
            """;
        var strict = """{"$id":"https://example.com/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false}""";
        var registered = ("https://example.com/tree", tree);
        var compiled = Compile(strict, null, registered);
        Assert.True(compiled.Validate(Bytes("""{"children":[{"data":1,"children":[{"data":2}]}]}""")).IsValid);
        Assert.Equal(
            ["schema-unevaluated-property /children/0/children/0/daat /$ref/properties/children/items/$dynamicRef/$ref/properties/children/items/$dynamicRef/unevaluatedProperties"],
            Tell(compiled.Validate(Bytes("""{"children":[{"children":[{"daat":2}]}]}"""))));
        Assert.True(Compile(tree).Validate(Bytes("""{"children":[{"daat":1}]}""")).IsValid);
    }

    [Fact]
    public void DynamicRef_ToAPlainAnchor_IsARef() => IsInvalid(
        """{"$id":"https://example.com/r","$ref":"l","$defs":{"f":{"$dynamicAnchor":"i","type":"string"},"l":{"$id":"l","items":{"$dynamicRef":"#i"},"$defs":{"i":{"$anchor":"i","type":"null"}}}}}""",
        "[\"s\"]", "schema-type /0 /$ref/items/$dynamicRef/type");
}
