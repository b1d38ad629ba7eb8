using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Core 11: what no other keyword has looked at.</summary>
public sealed class UnevaluatedTests
{
    [Fact]
    public void UnevaluatedProperties_SeesThroughAllOfAndRef()
    {
        var schema = """{"$defs":{"b":{"properties":{"b":true}}},"properties":{"a":true},"allOf":[{"$ref":"#/$defs/b"}],"unevaluatedProperties":false}""";
        IsValid(schema, """{"a":1,"b":2}""");
        IsInvalid(schema, """{"a":1,"c":{"x":1}}""", "schema-unevaluated-property /c /unevaluatedProperties");
    }

    [Fact]
    public void UnevaluatedProperties_OnlyBranchesThatHoldCount()
    {
        var schema = """
            {"anyOf":[{"properties":{"x":{"const":1},"y":true},"required":["x"]},{"properties":{"z":{"type":"integer"}},"required":["z"]}],
             "unevaluatedProperties":{"type":"null"}}
            """;
        IsValid(schema, """{"y":"any","x":1}""");
        IsValid(schema, """{"z":5,"y":null}""");
        IsInvalid(schema, """{"y":"any","z":5,"w":0}""",
            "schema-type /y /unevaluatedProperties/type", "schema-type /w /unevaluatedProperties/type");
        IsValid(schema, """{"x":1,"y":{},"z":6,"w":null}""");
    }

    [Fact]
    public void UnevaluatedProperties_ErrorsWithinPropertiesWaitForTheBranch()
    {
        var schema = """
            {"oneOf":[{"properties":{"p":{"type":"object"}},"required":["q"]},true],"unevaluatedProperties":{"items":{"type":"null"}}}
            """;
        IsInvalid(schema, """{"p":[1,null,2]}""", "schema-type /p/0 /unevaluatedProperties/items/type", "schema-type /p/2 /unevaluatedProperties/items/type");
    }

    [Fact]
    public void UnevaluatedProperties_IfThenElseAndDependents()
    {
        var schema = """
            {"if":{"properties":{"kind":{"const":"a"}},"required":["kind"]},"then":{"properties":{"x":true}},"else":{"properties":{"y":true}},
             "dependentSchemas":{"t":{"properties":{"u":true,"t":true}}},"unevaluatedProperties":false}
            """;
        IsValid(schema, """{"x":1,"kind":"a"}""");
        IsValid(schema, """{"y":1}""");
        IsValid(schema, """{"u":1,"t":1}""");
        IsInvalid(schema, """{"y":1,"kind":"a"}""", "schema-unevaluated-property /y /unevaluatedProperties");
        // What a failed "if" looked at is not evaluated.
        IsInvalid(schema, """{"kind":"b"}""", "schema-unevaluated-property /kind /unevaluatedProperties");
        IsInvalid(schema, """{"u":1}""", "schema-unevaluated-property /u /unevaluatedProperties");
    }

    [Fact]
    public void UnevaluatedProperties_NothingUnderNotCounts()
    {
        IsInvalid("""{"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false}""", """{"a":1}""",
            "schema-unevaluated-property /a /unevaluatedProperties");
        IsValid("""{"if":{"properties":{"a":true}},"unevaluatedProperties":false}""", """{"a":1}""");
    }

    [Fact]
    public void UnevaluatedProperties_PatternsInBranches()
    {
        var schema = """
            {"anyOf":[{"patternProperties":{"^x":{"type":"integer"}}},{"patternProperties":{"y$":{"type":"string"}}},{"patternProperties":{"^z":true}}],
             "unevaluatedProperties":false}
            """;
        IsValid(schema, """{"x1":1,"zz":1}""");
        IsInvalid(schema, """{"xy":"s","x":"s"}""", "schema-unevaluated-property /x /unevaluatedProperties");
        IsInvalid(schema, """{"q":1,"x":1}""", "schema-unevaluated-property /q /unevaluatedProperties");
    }

    [Fact]
    public void UnevaluatedProperties_WithinASubschema_DoesNotSeeItsCousins() => IsInvalid(
        """{"allOf":[{"properties":{"a":true}},{"unevaluatedProperties":false}]}""", """{"a":1}""",
        "schema-unevaluated-property /a /allOf/1/unevaluatedProperties");

    [Fact]
    public void UnevaluatedItems_AfterPrefixes()
    {
        var schema = """{"prefixItems":[true],"anyOf":[{"prefixItems":[true,{"const":2}]},{"prefixItems":[true,true,{"const":3}]}],"unevaluatedItems":false}""";
        IsValid(schema, "[0,2]");
        IsValid(schema, "[0,9,3]");
        IsInvalid(schema, "[0,2,4]", "schema-unevaluated-item /2 /unevaluatedItems");
        IsInvalid(schema, "[0,2,3,4]", "schema-unevaluated-item /3 /unevaluatedItems");
        IsValid("""{"items":true,"unevaluatedItems":false}""", "[1,2]");
    }

    [Fact]
    public void UnevaluatedItems_ContainsEvaluatesWhatItAccepts()
    {
        var schema = """{"prefixItems":[true],"contains":{"type":"string"},"unevaluatedItems":{"type":"integer"}}""";
        IsValid(schema, """[null,"a",1,"b"]""");
        IsInvalid(schema, """[null,"a",null,[]]""", "schema-type /2 /unevaluatedItems/type", "schema-type /3 /unevaluatedItems/type");
        IsValid("""{"contains":{"required":["a"]},"unevaluatedItems":false}""", """[{"a":1},{"a":{}}]""");
        IsInvalid("""{"contains":{"type":"object","required":["a"]},"unevaluatedItems":{"items":{"type":"null"}}}""", """[{"a":1},[null],[1]]""",
            "schema-type /2/0 /unevaluatedItems/items/type");
    }

    [Fact]
    public void UnevaluatedItems_ContainsInBranches_WaitsForTheBranch()
    {
        var schema = """
            {"if":{"contains":{"const":"a"}},"then":{"if":{"contains":{"const":"b"}},"then":{"if":{"contains":{"const":"c"}}}},"unevaluatedItems":false}
            """;
        IsValid(schema, """["a","b","c","a"]""");
        IsValid(schema, "[]");
        IsInvalid(schema, """["a","c"]""", "schema-unevaluated-item /1 /unevaluatedItems");
        IsInvalid(schema, """["b"]""", "schema-unevaluated-item /0 /unevaluatedItems");
        var containers = """{"anyOf":[{"contains":{"required":["a"]},"minItems":3},true],"unevaluatedItems":{"type":"null"}}""";
        IsValid(containers, """[{"a":1},null,null]""");
        IsInvalid(containers, """[{"a":1},null]""", "schema-type /0 /unevaluatedItems/type");
    }

    [Fact]
    public void Unevaluated_LongArray_KeepsNothing()
    {
        var schema = Compile("""{"anyOf":[{"contains":{"const":7}},{"prefixItems":[true]}],"unevaluatedItems":{"type":"integer"}}""");
        var document = Bytes($"[{string.Join(',', Enumerable.Repeat("5", 100_000))}]");
        Assert.True(schema.Validate(document).IsValid);
    }
}
