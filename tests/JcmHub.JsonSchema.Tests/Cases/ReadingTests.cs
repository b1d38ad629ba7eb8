using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Cases;

/// <summary>Where documents come from, and what reading them costs.</summary>
public sealed class ReadingTests
{
    private const string Schema = """
        {"type":"object","required":["readings"],"properties":{"readings":{"type":"array","items":{
          "type":"object","required":["point","from","value"],"additionalProperties":false,
          "properties":{"point":{"type":"string","maxLength":20},"from":{"anyOf":[{"format":"date"},{"format":"date-time"}]},
            "value":{"type":["string","number"],"pattern":"^[0-9]+(\\.[0-9]+)?$"},"option":{"enum":["A","B","C"]},"note":{"type":"string"},
            "at":{"oneOf":[{"required":["x"],"properties":{"x":{"type":"integer"}}},{"required":["y"]}]}}}}}}
        """;

    [Fact]
    public async Task Validate_EverySource_GivesTheSame()
    {
        var schema = Compile(Schema, new SchemaOptions { AssertFormat = true });
        var document = Report(3_000, "\"bad\"");
        var expected = TellAll(schema.Validate(document));
        Assert.Contains("/readings/1500/value", expected, StringComparison.Ordinal);
        Assert.Equal(expected, TellAll(schema.Validate(document.AsMemory())));
        Assert.Equal(expected, TellAll(schema.Validate(new ReadOnlySequence<byte>(document))));
        Assert.Equal(expected, TellAll(await schema.ValidateAsync(new MemoryStream(document))));
        Assert.Equal(expected, TellAll(await schema.ValidateAsync(new Trickle(document, 7, 4096, 1))));
        Assert.Equal(expected, TellAll(await schema.ValidateAsync(PipeReader.Create(new Trickle(document, 1000)))));
    }

    [Fact]
    public async Task ValidateAsync_StreamThatFails_ReachesTheCaller()
    {
        var schema = Compile("true");
        await Assert.ThrowsAsync<NotSupportedException>(async () => await schema.ValidateAsync(new Broken()));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await schema.ValidateAsync(new Trickle([], 1), null, cancelled.Token));
        Assert.True(schema.Validate("1"u8).IsValid);
    }

    [Fact]
    public async Task ValidateAsync_RefusedEarly_ReadsNoFurther()
    {
        var stream = new Endless();
        var result = await Compile("""{"items":{"type":"null"}}""").ValidateAsync(stream);
        Assert.Equal((100, true), (result.Errors.Count, result.ErrorsOmitted));
        Assert.True(stream.Given < 10_000_000);
    }

    [Fact]
    public void Validate_MoreReadings_AllocatesNoMore()
    {
        var schema = Compile(Schema, new SchemaOptions { AssertFormat = true });
        var (few, many) = (Report(100, null), Report(20_000, null));
        Assert.True(schema.Validate(many).IsValid);
        Assert.Equal(Allocated(few), Allocated(many), 1000L);

        long Allocated(byte[] document)
        {
            schema.Validate(document);
            var before = GC.GetAllocatedBytesForCurrentThread();
            schema.Validate(document);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task ValidateAsync_LongDocument_KeepsNothingOfIt()
    {
        var schema = Compile(Schema, new SchemaOptions { AssertFormat = true });
        Assert.True((await schema.ValidateAsync(new MemoryStream(Report(10, null)))).IsValid);
        var document = new MemoryStream(Report(100_000, null));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = schema.ValidateAsync(document);
        Assert.True(reading.IsCompleted);
        Assert.True((await reading).IsValid);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 300_000);
    }

    [Fact]
    public async Task ValidateAsync_TokensLongerThanTheBuffer_AreRead()
    {
        var longText = new string('é', 200_000);
        var schema = Compile("""{"additionalProperties":{"type":"string","maxLength":200000}}""");
        Assert.True((await schema.ValidateAsync(new MemoryStream(Bytes($$"""{"a":"{{longText}}","b" {{new string(' ', 500_000)}} : "x"}""")))).IsValid);
        var error = Assert.Single((await schema.ValidateAsync(new MemoryStream(Bytes($$"""{"a":"{{longText}}x"}""")))).Errors);
        Assert.Equal((ErrorCodes.MaxLength, 6L), (error.Code, error.Column));
    }

    private static byte[] Report(int readings, string? valueAtTheMiddle)
    {
        var text = new StringBuilder("{ \"readings\": [\n");
        for (var i = 0; i < readings; i++)
        {
            text.Append(i > 0 ? ",\n" : "").Append("{\"point\":\"PV-1\", \"from\":\"").Append(i % 2 == 0 ? "2021-01-31" : "2021-01-31T10:00:00Z")
                .Append("\",\"value\":").Append(i == readings / 2 && valueAtTheMiddle is not null ? valueAtTheMiddle : "12.50").Append(",\"option\":\"C\",\"note\":\"é\\n\",\"at\":{")
                .Append(i % 3 == 0 ? "\"x\":1" : "\"y\":[1],\"x\":null").Append("}}");
        }
        return Encoding.UTF8.GetBytes(text.Append("\n]}\n").ToString());
    }

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var text = Given == 0 ? "[1"u8 : ",1"u8;
            for (var i = 0; i < Math.Min(2, buffer.Length); i++)
                buffer.Span[i] = text[i];
            if (buffer.Length < 2)
                throw new InvalidOperationException("the reader asks for single bytes");
            Given += 2;
            return ValueTask.FromResult(2);
        }
    }
}
