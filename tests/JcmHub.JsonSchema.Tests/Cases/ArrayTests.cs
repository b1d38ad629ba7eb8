using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Validation 6.4, core 10.3.1.</summary>
public sealed class ArrayTests
{
    [Fact]
    public void PrefixItemsAndItems_ShareTheArray() => IsInvalid(
        """{"prefixItems":[{"type":"string"},{"type":"null"}],"items":{"type":"integer"}}""", """[1,null,2,"x",[3]]""",
        "schema-type /0 /prefixItems/0/type", "schema-type /3 /items/type", "schema-type /4 /items/type");

    [Fact]
    public void Items_False_EndsTheArray()
    {
        IsValid("""{"prefixItems":[true],"items":false}""", "[1]");
        IsInvalid("""{"prefixItems":[true],"items":false}""", "[1,2,{}]", "schema-additional-item /1 /items", "schema-additional-item /2 /items");
    }

    [Fact]
    public void ItemCount_OutOfBounds_IsTold()
    {
        IsInvalid("""{"minItems":2}""", "[1]", "schema-min-items # /minItems");
        IsInvalid("""{"maxItems":1}""", "[[],{}]", "schema-max-items # /maxItems");
        IsInvalid("""{"maxItems":1e30,"minItems":1e30}""", "[[],{}]", "schema-min-items # /minItems");
    }

    [Theory]
    [InlineData("{\"contains\":{\"type\":\"integer\"}}", "[]", "schema-min-contains # /contains")]
    [InlineData("{\"contains\":{\"type\":\"integer\"}}", "[\"a\",[]]", "schema-min-contains # /contains")]
    [InlineData("{\"contains\":{\"type\":\"integer\"}}", "[\"a\",1]", "")]
    [InlineData("{\"contains\":{\"type\":\"integer\"},\"minContains\":0}", "[]", "")]
    [InlineData("{\"contains\":{\"type\":\"integer\"},\"minContains\":2}", "[1]", "schema-min-contains # /minContains")]
    [InlineData("{\"contains\":{\"type\":\"integer\"},\"maxContains\":1}", "[1,\"a\",2]", "schema-max-contains # /maxContains")]
    [InlineData("{\"contains\":{\"type\":\"integer\"},\"minContains\":0,\"maxContains\":0}", "[1]", "schema-max-contains # /maxContains")]
    [InlineData("{\"minContains\":5,\"maxContains\":0}", "[1]", "")]
    [InlineData("{\"contains\":{\"required\":[\"a\"],\"properties\":{\"a\":{\"items\":{\"type\":\"null\"}}}}}", "[{\"a\":[1]},{\"a\":[null]}]", "")]
    [InlineData("{\"contains\":{\"required\":[\"a\"],\"properties\":{\"a\":{\"items\":{\"type\":\"null\"}}}}}", "[{\"a\":[1]},{}]", "schema-min-contains # /contains")]
    public void Contains_CountsWhatItAccepts(string schema, string document, string error) =>
        Assert.Equal(error.Length == 0 ? [] : [error], Tell(Validate(schema, document)));

    [Theory]
    [InlineData("[1,2,true,false,null,\"1\",[],{},[1],{\"a\":1},\"\",[[]],0.5]", -1)]
    [InlineData("[1,1.0]", 1)]
    [InlineData("[1,2,100,1e2]", 3)]
    [InlineData("[0,-0]", 1)]
    [InlineData("[1e1000,10e999]", 1)]
    [InlineData("[123456789012345678901,123456789012345678902]", -1)]
    [InlineData("[123456789012345678901.0,123456789012345678901]", 1)]
    [InlineData("[1.00000000000000000000000,1]", 1)]
    [InlineData("[\"a\",\"b\",\"\\u0061\"]", 2)]
    [InlineData("[{\"a\":1,\"b\":[2,{\"c\":3,\"d\":4}]},{\"b\":[2,{\"d\":4,\"c\":3}],\"a\":1}]", 1)]
    [InlineData("[{\"a\":1,\"b\":2},{\"a\":2,\"b\":1}]", -1)]
    [InlineData("[[1,2],[2,1]]", -1)]
    [InlineData("[[1,2],[3],[1,2]]", 2)]
    [InlineData("[{\"a\":{}},{\"a\":[]},{\"a\":null},{}]", -1)]
    [InlineData("[1,true]", -1)]
    [InlineData("[[1],[true]]", -1)]
    [InlineData("[\"ab\",\"a\",\"b\",[\"a\",\"b\"],[\"ab\"]]", -1)]
    [InlineData("[{\"a\":{\"x\":1,\"y\":2},\"b\":0},{\"b\":0,\"a\":{\"y\":2,\"x\":1}}]", 1)]
    public void UniqueItems_FirstRepetition_IsTold(string document, int index)
    {
        var result = Validate("""{"uniqueItems":true}""", document);
        Assert.Equal(index < 0 ? [] : ["schema-unique-items # /uniqueItems"], Tell(result));
        if (index >= 0)
            Assert.Contains($"item {index} ", result.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UniqueItems_ArraysWithinArrays_AreComparedEachForItself()
    {
        var schema = """{"uniqueItems":true,"items":{"uniqueItems":true,"items":{"uniqueItems":true}}}""";
        IsValid(schema, "[[[1,2],[2,1]],[[1,2]],[[2,1],[1,2]]]");
        IsInvalid(schema, "[[[1,2],[1,2]],[[3,3]],[[1,2],[1,2]]]", "schema-unique-items # /uniqueItems", "schema-unique-items /0 /items/uniqueItems",
            "schema-unique-items /1/0 /items/items/uniqueItems", "schema-unique-items /2 /items/uniqueItems");
        // What stands beside such an array is not kept.
        IsInvalid("""{"additionalProperties":{"uniqueItems":true}}""", """{"a":[1,2],"b":[1,2],"c":[{"x":1},{"x":1}]}""",
            "schema-unique-items /c /additionalProperties/uniqueItems");
    }

    [Fact]
    public void UniqueItems_ManyItems_AreAllCompared()
    {
        var items = Enumerable.Range(0, 20_000).Select(i => $"{{\"i\":{i}}}").ToList();
        IsValid("""{"uniqueItems":true}""", $"[{string.Join(',', items)}]");
        items.Add("{\"i\":1234.0}");
        IsInvalid("""{"uniqueItems":true}""", $"[{string.Join(',', items)}]", "schema-unique-items # /uniqueItems");
    }

    [Fact]
    public void Array_OtherKinds_AreNotConcerned() => IsValid(
        """{"items":false,"prefixItems":[false],"contains":false,"minItems":1,"uniqueItems":true,"unevaluatedItems":false}""", """{"0":1}""");
}
