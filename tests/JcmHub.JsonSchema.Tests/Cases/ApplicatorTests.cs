using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Core 10.2: schemas on the same value.</summary>
public sealed class ApplicatorTests
{
    [Fact]
    public void AllOf_EachFailing_IsTold() => IsInvalid(
        """{"allOf":[{"type":"string"},{"allOf":[{"minimum":5}]}]}""", "3", "schema-type # /allOf/0/type", "schema-minimum # /allOf/1/allOf/0/minimum");

    [Fact]
    public void AnyOf_OneHolds_HidesTheOthersErrors()
    {
        IsValid("""{"anyOf":[{"type":"string"},{"minimum":2}]}""", "3");
        IsValid("""{"items":{"anyOf":[{"required":["a"]},{"required":["b"],"properties":{"b":{"items":{"type":"null"}}}}]}}""", """[{"b":[null]},{"a":1,"b":[1]}]""");
    }

    [Fact]
    public void AnyOf_NoneHolds_TellsEachBranchAndTheKeyword()
    {
        IsInvalid("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "3", "schema-type # /anyOf/0/type", "schema-minimum # /anyOf/1/minimum", "schema-any-of # /anyOf");
        IsInvalid("""{"properties":{"k":true},"anyOf":[{"properties":{"k":{"const":"a"}}},{"properties":{"k":{"properties":{"x":{"type":"null"}}}}}]}""",
            """{"k":{"x":1}}""", "schema-any-of # /anyOf", "schema-const /k /anyOf/0/properties/k/const",
            "schema-type /k/x /anyOf/1/properties/k/properties/x/type");
    }

    [Fact]
    public void OneOf_ExactlyOne()
    {
        var schema = """{"oneOf":[{"type":"integer"},{"minimum":2},{"type":"object","required":["a"]},{"type":"object","required":["b"]}]}""";
        IsValid(schema, "1");
        IsValid(schema, "2.5");
        IsInvalid(schema, "3", "schema-one-of-many # /oneOf");
        IsInvalid("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1,"b":2}""", "schema-one-of-many # /oneOf");
        IsInvalid("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", "{}",
            "schema-required # /oneOf/0/required", "schema-required # /oneOf/1/required", "schema-one-of-none # /oneOf");
    }

    [Fact]
    public void Not_WhatMatches_IsToldOnceWithoutDetails()
    {
        IsValid("""{"not":{"type":"integer"}}""", "\"x\"");
        IsInvalid("""{"not":{"type":"integer"}}""", "1", "schema-not # /not");
        IsInvalid("""{"not":{"properties":{"a":{"type":"integer"}},"required":["a"]}}""", """{"a":1}""", "schema-not # /not");
        IsValid("""{"not":{"properties":{"a":{"type":"integer"}},"required":["a"]}}""", """{"a":"x"}""");
        IsValid("""{"not":{"not":{"anyOf":[{"type":"null"},{"items":{"type":"null"}}]}}}""", "[null]");
    }

    [Theory]
    [InlineData("{\"kind\":\"a\",\"x\":1}", "")]
    [InlineData("{\"kind\":\"a\",\"x\":\"1\"}", "schema-type /x /then/properties/x/type")]
    [InlineData("{\"x\":\"1\",\"kind\":\"a\"}", "schema-type /x /then/properties/x/type")]
    [InlineData("{\"kind\":\"b\",\"x\":\"1\"}", "")]
    [InlineData("{\"kind\":\"b\",\"x\":1}", "schema-type /x /else/properties/x/type")]
    public void If_DecidesBetweenThenAndElse(string document, string error)
    {
        var schema = """
            {"if":{"properties":{"kind":{"const":"a"}}},
             "then":{"properties":{"x":{"type":"integer"}}},"else":{"properties":{"x":{"type":"string"}}}}
            """;
        Assert.Equal(error.Length == 0 ? [] : [error], Tell(Validate(schema, document)));
    }

    [Fact]
    public void If_OnScalars_DecidesToo()
    {
        var schema = """{"if":{"type":"integer"},"then":{"minimum":10},"else":{"maxLength":2}}""";
        IsInvalid(schema, "5", "schema-minimum # /then/minimum");
        IsInvalid(schema, "\"abc\"", "schema-max-length # /else/maxLength");
        IsValid(schema, "\"ab\"");
        IsValid("""{"if":false,"then":false}""", "1");
        IsInvalid("""{"if":false,"else":false}""", "1", "schema-false # /else");
        IsValid("""{"then":false,"else":false}""", "1");
    }

    [Fact]
    public void Branches_InsideBranches_AreDecidedFromWithin()
    {
        var schema = """
            {"items":{"oneOf":[
              {"type":"object","anyOf":[{"required":["a"]},{"required":["b"],"not":{"required":["c"]}}]},
              {"type":"object","required":["d"],"if":{"properties":{"d":{"const":1}}},"then":{"required":["e"]}}]}}
            """;
        IsValid(schema, """[{"a":1},{"b":1},{"d":2},{"d":1,"e":0}]""");
        IsInvalid(schema, """[{"a":1,"d":2}]""", "schema-one-of-many /0 /items/oneOf");
        IsInvalid(schema, """[{"b":1,"c":1,"d":1}]""",
            "schema-required /0 /items/oneOf/0/anyOf/0/required", "schema-not /0 /items/oneOf/0/anyOf/1/not", "schema-any-of /0 /items/oneOf/0/anyOf",
            "schema-required /0 /items/oneOf/1/then/required", "schema-one-of-none /0 /items/oneOf");
    }

    [Fact]
    public void SharedSubschema_FailingInTwoBranches_IsToldOnce()
    {
        var schema = """
            {"$defs":{"n":{"properties":{"c":{"$ref":"#/$defs/n"},"v":{"type":"integer"}}}},
             "allOf":[{"$ref":"#/$defs/n"},{"$ref":"#/$defs/n","properties":{"c":{"$ref":"#/$defs/n"}}}]}
            """;
        IsInvalid(schema, """{"c":{"c":{"c":{"v":"x"}}}}""",
            "schema-type /c/c/c/v /allOf/0/$ref/properties/c/$ref/properties/c/$ref/properties/c/$ref/properties/v/type");
    }
}
