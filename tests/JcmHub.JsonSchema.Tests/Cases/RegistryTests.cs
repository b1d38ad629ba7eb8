using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

public sealed class RegistryTests
{
    [Fact]
    public void Add_NotJson_IsRefusedWithTheAddress()
    {
        var e = Assert.Throws<SchemaException>(() => new SchemaRegistry().Add(Bytes("{\n,}"), new Uri("https://example.com/x")));
        Assert.Equal((ErrorCodes.InvalidSchemaJson, "https://example.com/x#", 2L, 1L), (e.Code, e.Location, e.Line, e.Column));
    }

    [Fact]
    public void Add_AnotherSchemaUnderTheSameAddress_IsRefused()
    {
        var registry = new SchemaRegistry();
        registry.Add(Bytes("""{"$id":"https://example.com/x","minimum":1.0}"""));
        registry.Add(Bytes("""{"minimum":1,"$id":"https://example.com/x"}"""));
        var e = Assert.Throws<SchemaException>(() => registry.Add(Bytes("""{"$id":"https://example.com/x","minimum":2}""")));
        Assert.Equal(ErrorCodes.InvalidSchemaIdentifier, e.Code);
    }

    [Fact]
    public void Add_SchemaOfAnotherDraft_DoesNoHarmUntilUsed()
    {
        var registry = new SchemaRegistry();
        registry.Add(Bytes("""{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"A":{"$id":"#foo"}}}"""), new Uri("https://example.com/7"));
        Assert.True(registry.Compile(Bytes("true")).Validate(Bytes("1")).IsValid);
        Assert.Equal(ErrorCodes.InvalidSchemaDialect,
            Assert.Throws<SchemaException>(() => registry.Compile(Bytes("""{"$ref":"https://example.com/7"}"""))).Code);
    }

    [Fact]
    public void Compile_ById_TakesAFragmentToo()
    {
        var registry = new SchemaRegistry();
        registry.Add(Bytes("""{"$defs":{"a":{"type":"null"}},"type":"array"}"""), new Uri("http://localhost:1234/x.json"));
        Assert.Equal(["schema-type # /type"], Tell(registry.Compile(new Uri("http://localhost:1234/x.json")).Validate(Bytes("1"))));
        Assert.True(registry.Compile(new Uri("http://localhost:1234/x.json#/$defs/a")).Validate(Bytes("null")).IsValid);
        Assert.Equal(ErrorCodes.InvalidSchemaReference, Assert.Throws<SchemaException>(() => registry.Compile(new Uri("http://localhost:1234/y.json"))).Code);
    }

    [Fact]
    public void Compile_RootWithTheIdOfARegisteredSchema_IsItself()
    {
        var registry = new SchemaRegistry();
        registry.Add(Bytes("""{"$id":"https://example.com/x","type":"null"}"""));
        var compiled = registry.Compile(Bytes("""{"$id":"https://example.com/x","items":{"$ref":"x"},"type":"array"}"""));
        Assert.True(compiled.Validate(Bytes("[[]]")).IsValid);
    }

    [Fact]
    public void Compiled_UsedByManyThreadsAtOnce_AgreesWithItself()
    {
        var compiled = Compile("""
            {"$defs":{"n":{"patternProperties":{"^x":{"$ref":"#/$defs/n"}},"anyOf":[{"properties":{"a":{"type":"integer"}}},{"required":["b"]}],
             "unevaluatedProperties":{"type":"boolean"},"uniqueItems":true,"items":{"$ref":"#/$defs/n"}}},"$ref":"#/$defs/n"}
            """);
        var documents = Enumerable.Range(0, 64).Select(i => Bytes(
            $$"""{"x{{i % 5}}":{"a":{{i}},"x":[{{i % 3}},1,{"b":{{(i % 2 == 0 ? "true" : "0")}}}]},"a":{{(i % 7 == 0 ? "\"s\"" : "1")}},"u":true}""")).ToArray();
        var expected = documents.Select(d => TellAll(compiled.Validate(d))).ToArray();
        var fresh = Compile("""
            {"$defs":{"n":{"patternProperties":{"^x":{"$ref":"#/$defs/n"}},"anyOf":[{"properties":{"a":{"type":"integer"}}},{"required":["b"]}],
             "unevaluatedProperties":{"type":"boolean"},"uniqueItems":true,"items":{"$ref":"#/$defs/n"}}},"$ref":"#/$defs/n"}
            """);
        Parallel.For(0, 512, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            Assert.Equal(expected[i % documents.Length], TellAll(fresh.Validate(documents[i % documents.Length]))));
    }
}
