using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>What is refused when a schema is compiled.</summary>
public sealed class SchemaErrorTests
{
    [Theory]
    [InlineData("""{"type":"int"}""", "/type")]
    [InlineData("""{"type":["string","string"]}""", "/type/1")]
    [InlineData("""{"type":[]}""", "/type")]
    [InlineData("""{"type":3}""", "/type")]
    [InlineData("""{"enum":{}}""", "/enum")]
    [InlineData("""{"minimum":"1"}""", "/minimum")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf")]
    [InlineData("""{"multipleOf":-0.5}""", "/multipleOf")]
    [InlineData("""{"minLength":-1}""", "/minLength")]
    [InlineData("""{"maxLength":1.5}""", "/maxLength")]
    [InlineData("""{"maxItems":"1"}""", "/maxItems")]
    [InlineData("""{"minContains":null}""", "/minContains")]
    [InlineData("""{"uniqueItems":1}""", "/uniqueItems")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"required":["a","a"]}""", "/required")]
    [InlineData("""{"required":[1]}""", "/required")]
    [InlineData("""{"dependentRequired":[]}""", "/dependentRequired")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "/dependentRequired/a")]
    [InlineData("""{"properties":[]}""", "/properties")]
    [InlineData("""{"properties":{"a":1}}""", "/properties/a")]
    [InlineData("""{"patternProperties":true}""", "/patternProperties")]
    [InlineData("""{"dependentSchemas":{"a":null}}""", "/dependentSchemas/a")]
    [InlineData("""{"$defs":{"unused":{"items":{"type":"nothing"}}}}""", "/$defs/unused/items/type")]
    [InlineData("""{"items":[true]}""", "/items")]
    [InlineData("""{"prefixItems":{}}""", "/prefixItems")]
    [InlineData("""{"allOf":[]}""", "/allOf")]
    [InlineData("""{"anyOf":true}""", "/anyOf")]
    [InlineData("""{"oneOf":[1]}""", "/oneOf/0")]
    [InlineData("""{"not":"x"}""", "/not")]
    [InlineData("""{"contentSchema":1}""", "/contentSchema")]
    [InlineData("""{"$defs":{"a":1}}""", "/$defs/a")]
    [InlineData("""{"$defs":[]}""", "/$defs")]
    [InlineData("""{"format":1}""", "/format")]
    [InlineData("""{"pattern":1}""", "/pattern")]
    [InlineData("""{"title":1}""", "/title")]
    [InlineData("""{"readOnly":"yes"}""", "/readOnly")]
    [InlineData("""{"examples":{}}""", "/examples")]
    [InlineData("""{"$ref":1}""", "/$ref")]
    [InlineData("""{"$id":1}""", "/$id")]
    [InlineData("""{"$anchor":"1a"}""", "/$anchor")]
    [InlineData("""{"$anchor":""}""", "/$anchor")]
    [InlineData("""{"$dynamicAnchor":"a b"}""", "/$dynamicAnchor")]
    [InlineData("""{"$comment":[]}""", "/$comment")]
    [InlineData("3", "")]
    [InlineData("\"s\"", "")]
    public void Compile_KeywordOfWrongShape_IsRefusedAtTheKeyword(string schema, string pointer)
    {
        var e = Refuse(schema);
        Assert.Equal((ErrorCodes.InvalidSchemaKeyword, "#" + pointer), (e.Code, e.Location));
        Assert.True(e.Line >= 1 && e.Column >= 1 && e.MessageJa.Length > 0);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", ErrorCodes.InvalidSchemaJson)]
    [InlineData("{", ErrorCodes.InvalidSchemaJson)]
    [InlineData("""{"$id":"https://example.com/a#frag"}""", ErrorCodes.InvalidSchemaIdentifier)]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", ErrorCodes.InvalidSchemaIdentifier)]
    [InlineData("""{"$id":"https://example.com/","$defs":{"a":{"$id":"x"},"b":{"$id":"/x"}}}""", ErrorCodes.InvalidSchemaIdentifier)]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", ErrorCodes.InvalidSchemaDialect)]
    [InlineData("""{"pattern":"["}""", ErrorCodes.InvalidSchemaPattern)]
    [InlineData("""{"patternProperties":{"(":true}}""", ErrorCodes.InvalidSchemaPattern)]
    [InlineData("""{"pattern":"(?=a)"}""", ErrorCodes.UnsupportedPattern)]
    [InlineData("""{"pattern":"(a)\\1"}""", ErrorCodes.UnsupportedPattern)]
    public void Compile_SchemaThatCannotBeUsed_IsRefusedWithItsCode(string schema, string code) => Assert.Equal(code, Refuse(schema).Code);

    [Fact]
    public void Compile_ByAddress_ReadsTheWholeDocumentToo()
    {
        var registry = new SchemaRegistry();
        registry.Add(Bytes("""{"$id":"https://example.com/a","$defs":{"unused":{"type":"nothing"}}}"""));
        registry.Add(Bytes("""{"$id":"https://example.com/b","$ref":"a"}"""));
        Assert.Equal(ErrorCodes.InvalidSchemaKeyword, Assert.Throws<SchemaException>(() => registry.Compile(new Uri("https://example.com/a"))).Code);
        // Of a document that is only referred to, what is not reached does not matter.
        Assert.True(registry.Compile(new Uri("https://example.com/b")).Validate(Bytes("1")).IsValid);
    }

    [Fact]
    public void Compile_TooManyEvaluationsOfOneValue_IsRefused()
    {
        // Each level asks twice for the next.
        var defs = string.Join(',', Enumerable.Range(0, 20).Select(i => $$"""  "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}"""));
        Assert.Equal(ErrorCodes.InvalidSchemaComplexity, Refuse($$"""{"$ref":"#/$defs/d0","$defs":{"d20":{"type":"null"},{{defs}} } }""").Code);
    }

    [Fact]
    public void Validate_SchemaThatBranchesIntoItself_EndsWithALimit()
    {
        // Every level of the document asks each branch for two more evaluations, whose verdicts must be kept apart.
        var schema = """{"$ref":"#/$defs/n","$defs":{"n":{"items":{"$ref":"#/$defs/n"},"contains":{"$ref":"#/$defs/n"}}}}""";
        var document = new string('[', 60) + new string(']', 60);
        Assert.Equal([ErrorCodes.LimitEvaluations], Validate(schema, document, new SchemaOptions { MaxEvaluations = 40 }).Errors.Select(e => e.Code));
    }

    [Fact]
    public void Dialect_WithoutValidation_IgnoresItsKeywords()
    {
        var meta = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://example.com/meta",
             "$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"https://json-schema.org/draft/2020-12/vocab/applicator":true,
                            "https://example.com/own":false}}
            """;
        var compiled = Compile("""{"$schema":"https://example.com/meta","properties":{"a":{"minimum":5},"b":false}}""", null, ("https://example.com/meta", meta));
        Assert.Equal(["schema-false /b /properties/b"], Tell(compiled.Validate(Bytes("""{"a":1,"b":1}"""))));
    }

    [Fact]
    public void Dialect_RequiringAnUnknownVocabulary_IsRefused()
    {
        var meta = """{"$id":"https://example.com/meta","$vocabulary":{"https://example.com/own":true}}""";
        var e = Refuse("""{"$schema":"https://example.com/meta"}""", null, ("https://example.com/meta", meta));
        Assert.Equal((ErrorCodes.InvalidSchemaVocabulary, "https://example.com/meta#/$vocabulary/https:~1~1example.com~1own"), (e.Code, e.Location));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Dialect_WithFormatAssertion_Asserts(string required)
    {
        var meta = $$$"""{"$id":"https://example.com/meta","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/format-assertion":{{{required}}}}}""";
        var compiled = Compile("""{"$schema":"https://example.com/meta","format":"date"}""", null, ("https://example.com/meta", meta));
        Assert.Equal(["schema-format # /format"], Tell(compiled.Validate(Bytes("\"2021-02-29\""))));
        Assert.Equal(ErrorCodes.InvalidSchemaFormat,
            Refuse("""{"$schema":"https://example.com/meta","format":"idn-hostname"}""", null, ("https://example.com/meta", meta)).Code);
    }

    [Fact]
    public void MetaSchemas_AreBuiltIn_AndJudgeSchemas()
    {
        var meta = new SchemaRegistry().Compile(new Uri("https://json-schema.org/draft/2020-12/schema"));
        Assert.True(meta.Validate(Bytes("""{"properties":{"a":{"minLength":1,"items":{"$ref":"#"}}},"$defs":{"x":true}}""")).IsValid);
        Assert.Equal(["schema-minimum /properties/a/minLength /allOf/1/$ref/properties/properties/additionalProperties/$dynamicRef/allOf/3/$ref/properties/minLength/$ref/$ref/minimum"],
            Tell(meta.Validate(Bytes("""{"properties":{"a":{"minLength":-1}}}"""))));
        foreach (var name in new[] { "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion", "content" })
            Assert.True(new SchemaRegistry().Compile(new Uri("https://json-schema.org/draft/2020-12/meta/" + name)).Validate(Bytes("true")).IsValid);
    }
}
