using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Tests.Exchange;

public sealed class CanonicalJsonTests
{
    private static readonly Gen<JsonNode?> Values = Gen.Recursive<JsonNode?>((depth, value) => depth >= 4
        ? Leaves
        : Gen.Frequency((3, Leaves), (1, value.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))), (1, Objects(value))));

    private static Gen<JsonNode?> Leaves => Gen.Frequency(
        (2, Gen.String.Where(IsWellFormed).Select(text => (JsonNode?)JsonValue.Create(text))),
        (2, Gen.Long[-((1L << 53) - 1), (1L << 53) - 1].Select(number => (JsonNode?)JsonValue.Create(number))),
        (1, Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth))),
        (1, Gen.Const((JsonNode?)null)));

    [Fact]
    public void Canonicalize_Rfc8785Sample_SortsByUtf16AndEscapesShortly()
    {
        // RFC 8785 3.2.3: the order of these keys is the specification's own example.
        const string input = """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""";

        var canonical = Canonical(input);

        Assert.Equal("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}", canonical);
    }

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("1000.0", "1000")]
    [InlineData("-0", "0")]
    [InlineData("9007199254740991", "9007199254740991")]
    public void Canonicalize_WholeNumber_IsWrittenInOneWay(string number, string canonical) => Assert.Equal(canonical, Canonical(number));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e400")]
    [InlineData("9007199254740992")]
    public void Canonicalize_NumberThatIsNoExactInteger_IsRefused(string number) =>
        Assert.Throws<FormatException>(() => Canonical(number));

    [Fact]
    public void Canonicalize_PropertyTwice_IsRefused() =>
        Assert.Throws<FormatException>(() => Canonical("""{"a":1,"a":2}"""));

    [Fact]
    public void Canonicalize_AnyValue_IsTheSameValueAndItsOwnCanonicalForm() =>
        Values.Sample(value =>
        {
            var text = value?.ToJsonString() ?? "null";
            var canonical = Canonical(text);
            return JsonNode.DeepEquals(JsonNode.Parse(canonical), JsonNode.Parse(text)) && Canonical(canonical) == canonical;
        });

    private static Gen<JsonNode?> Objects(Gen<JsonNode?> value) =>
        Gen.Select(Gen.String.Where(IsWellFormed), value).Array[0, 4].Select(properties => (JsonNode?)new JsonObject(
            properties.DistinctBy(property => property.Item1).Select(property => KeyValuePair.Create(property.Item1, property.Item2?.DeepClone()))));

    private static bool IsWellFormed(string text) => !text.Any(char.IsSurrogate);

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Canonicalize(document.RootElement));
    }
}
