using System.Text;
using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Values as they pass.</summary>
public sealed class SinkTests
{
    [Fact]
    public void Sink_EveryValue_IsHandedOverInOrderWithItsPath()
    {
        var sink = new Recorder();
        var document = "{\"a\":[1,{\"b\\u0041/~\":\"x\\ny\"}],\"\":null,\n\"t\":true,\"e\":{},\"l\":[]}";
        Assert.True(Compile("""{"properties":{"a":{"items":{"properties":{"x":true}}}}}""").Validate(Bytes(document), sink).IsValid);
        Assert.Equal(
            ["{ '' 1:1", "[ '/a' 1:6", "/a/0=Number 1 1:7", "{ '/a/1' 1:9", "/a/1/bA~1~0=String x\ny 1:22", "} '/a/1' 1:9", "] '/a' 1:6", "/=Null null 1:34",
             "/t=Boolean true 2:5", "{ '/e' 2:14", "} '/e' 2:14", "[ '/l' 2:21", "] '/l' 2:21", "} '' 1:1"], sink.Seen);
    }

    [Fact]
    public void Sink_RootScalar_HasTheEmptyPath()
    {
        var sink = new Recorder();
        Compile("true").Validate(Bytes(" 1.50 "), sink);
        Assert.Equal(["=Number 1.50 1:2"], sink.Seen);
    }

    [Fact]
    public void Sink_InvalidDocument_SeesItsValuesToo()
    {
        var sink = new Recorder();
        Assert.False(Compile("""{"items":{"type":"null"}}""").Validate(Bytes("[1,2]"), sink).IsValid);
        Assert.Equal(["[ '' 1:1", "/0=Number 1 1:2", "/1=Number 2 1:4", "] '' 1:1"], sink.Seen);
    }

    [Fact]
    public async Task Sink_StreamInSmallPieces_SeesTheSame()
    {
        var schema = Compile("true");
        var document = Bytes("{\"näme\":[{\"deep\":[\"värde\",12345,true]},[]],\"n\\u0061me2\" : -1.5e3 }");
        var whole = new Recorder();
        schema.Validate(document, whole);
        var pieces = new Recorder();
        await schema.ValidateAsync(new Trickle(document, 1), pieces, 16, default);
        Assert.Equal(whole.Seen, pieces.Seen);
    }

    [Fact]
    public void Segment_OfPath_ComparesNamesWithoutAllocating()
    {
        var found = new List<long>();
        Compile("true").Validate(Bytes("""{"readings":[{"value":"1"},{"value":"2"},{"other":"3"}]}"""), new ValueFinder(found));
        Assert.Equal([0, 1], found);
    }

    [Theory]
    [InlineData("541.20", true, "541.20")]
    [InlineData("-0.5e-3", true, "-0.0005")]
    [InlineData("1e2", true, "100")]
    [InlineData("79228162514264337593543950335", true, "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336", false, "0")]
    [InlineData("1e29", false, "0")]
    [InlineData("1.00000000000000000000000000001", false, "0")]
    [InlineData("0.1234567890123456789012345678901", false, "0")]
    [InlineData("1e-40", false, "0")]
    [InlineData("0.00000000000000000000000000000000000", true, "0")]
    public void TryGetDecimal_Number_IsExactOrRefused(string text, bool isExact, string expected)
    {
        var sink = new DecimalReader();
        Compile("true").Validate(Bytes(text), sink);
        Assert.Equal(isExact, sink.IsExact);
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), sink.Value);
    }

    [Fact]
    public void Sink_Throwing_ReachesTheCallerAndLeavesTheSchemaUsable()
    {
        var schema = Compile("""{"items":{"type":"integer"}}""");
        Assert.Throws<InvalidTimeZoneException>(() => schema.Validate(Bytes("[1]"), new Thrower()));
        Assert.True(schema.Validate(Bytes("[1]")).IsValid);
    }

    private sealed class Recorder : IValueSink
    {
        public List<string> Seen { get; } = [];

        public void StartObject(in ValuePath path) => Seen.Add($"{{ '{path.ToString()}' {path.Line}:{path.Column}");

        public void EndObject(in ValuePath path) => Seen.Add($"}} '{path.ToString()}' {path.Line}:{path.Column}");

        public void StartArray(in ValuePath path) => Seen.Add($"[ '{path.ToString()}' {path.Line}:{path.Column}");

        public void EndArray(in ValuePath path) => Seen.Add($"] '{path.ToString()}' {path.Line}:{path.Column}");

        public void Scalar(in ValuePath path, in ScalarValue value) =>
            Seen.Add($"{path.ToString()}={value.Kind} {Encoding.UTF8.GetString(value.Utf8)} {path.Line}:{path.Column}");
    }

    private abstract class Scalars : IValueSink
    {
        public void StartObject(in ValuePath path)
        {
        }

        public void EndObject(in ValuePath path)
        {
        }

        public void StartArray(in ValuePath path)
        {
        }

        public void EndArray(in ValuePath path)
        {
        }

        public abstract void Scalar(in ValuePath path, in ScalarValue value);
    }

    private sealed class ValueFinder(List<long> found) : Scalars
    {
        public override void Scalar(in ValuePath path, in ScalarValue value)
        {
            if (path.Depth == 3 && path[0].Is("readings"u8) && path.Last.Is("value"u8))
                found.Add(path[1].Index);
        }
    }

    private sealed class DecimalReader : Scalars
    {
        public bool IsExact { get; private set; }

        public decimal Value { get; private set; }

        public override void Scalar(in ValuePath path, in ScalarValue value)
        {
            IsExact = value.TryGetDecimal(out var number);
            Value = number;
        }
    }

    private sealed class Thrower : Scalars
    {
        public override void Scalar(in ValuePath path, in ScalarValue value) => throw new InvalidTimeZoneException();
    }
}
