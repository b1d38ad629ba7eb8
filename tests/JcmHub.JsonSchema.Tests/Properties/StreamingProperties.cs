using System.Text;
using CsCheck;
using JcmHub.JsonSchema.Runs;
using static JcmHub.JsonSchema.Tests.Judgement;

namespace JcmHub.JsonSchema.Tests.Properties;

/// <summary>What must hold for every schema and document.</summary>
public sealed class StreamingProperties
{
    [Fact]
    public void Validate_AnySchemaAndDocument_AgreesWithTheSpecificationReadPlainly() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomSchema(seed);
            var schema = random.Schema();
            var compiled = Compile(schema);
            for (var i = 0; i < 8; i++)
            {
                var document = random.Document();
                var result = compiled.Validate(Bytes(document));
                var expected = PlainValidator.IsValid(schema, document);
                if (result.IsValid != expected || result.IsValid != (result.Errors.Count == 0))
                    Assert.Fail($"seed {seed}\n{schema}\n{document}\nshould be {expected}\n{TellAll(result)}");
            }
        },
        iter: 4_000);

    /// <summary>A second reading of the specification, by others.</summary>
    /// <remarks>
    /// One difference of 8.0.5 is known and kept out of its way: its <c>unevaluatedProperties</c> does not find a property whose name JSON Pointer
    /// escapes among those that <c>properties</c> evaluated (<c>{"properties":{"a/b":true},"unevaluatedProperties":false}</c> refuses <c>{"a/b":1}</c>).
    /// </remarks>
    [Fact]
    public void Validate_AnySchemaAndDocument_AgreesWithJsonSchemaNet() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomSchema(seed);
            var schema = WithoutSlash(random.Schema());
            var (compiled, other) = (Compile(schema), new OtherValidator(schema));
            for (var i = 0; i < 8; i++)
            {
                var document = WithoutSlash(random.Document());
                var (ours, theirs) = (compiled.Validate(Bytes(document)).IsValid, other.IsValid(document));
                if (ours != theirs)
                    Assert.Fail($"seed {seed}\n{schema}\n{document}\nwe say {ours}, JsonSchema.Net says {theirs}");
            }
        },
        iter: 1_000);

    private static string WithoutSlash(string json) => json.Replace("a/b", "a b", StringComparison.Ordinal);

    [Fact]
    public void Validate_BytesSplitAnywhere_GivesTheSameErrors() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomSchema(seed);
            var compiled = Compile(random.Schema(), new SchemaOptions { MaxErrors = 1 + Math.Abs(seed % 20) });
            var document = Spaced(random.Document(), new Random(seed));
            var whole = TellAll(compiled.Validate(document));
            for (var split = 0; split <= document.Length; split++)
                Assert.Equal(whole, TellAll(InTwo(compiled, document, split)));
        },
        iter: 120);

    [Fact]
    public async Task ValidateAsync_TinyBuffersAndPieces_GivesTheSameErrors() => await Gen.Int.SampleAsync(
        async seed =>
        {
            var random = new RandomSchema(seed);
            var compiled = Compile(random.Schema());
            var document = Damaged(Spaced(random.Document(), new Random(seed)), new Random(seed));
            var whole = TellAll(compiled.Validate(document));
            for (var size = 1; size <= 12; size++)
                Assert.Equal(whole, TellAll(await compiled.ValidateAsync(new Trickle(document, 1 + Math.Abs(seed % 5), 1, size), null, size, default)));
        },
        iter: 500);

    [Fact]
    public async Task ValidateAsync_LimitsAndFaults_DoNotDependOnThePieces() => await Gen.Select(Gen.Int, Gen.Int[0, 40], Gen.Int[0, 6], Gen.Int[1, 6]).SampleAsync(
        async (seed, maxBytes, maxText, maxDepth) =>
        {
            var random = new RandomSchema(seed);
            var options = new SchemaOptions { MaxDocumentBytes = maxBytes * 4, MaxStringBytes = maxText, MaxNumberLength = 1 + maxText, MaxDepth = maxDepth, MaxProperties = 3, MaxRetainedBytes = maxBytes * 3 };
            var compiled = Compile(random.Schema(), options);
            var document = Damaged(Spaced(random.Document(), new Random(seed)), new Random(seed));
            var whole = TellAll(compiled.Validate(document));
            for (var size = 1; size <= 20; size += 3)
                Assert.Equal(whole, TellAll(await compiled.ValidateAsync(new Trickle(document, size), null, 1 + size % 7, default)));
        },
        iter: 1_000);

    [Fact]
    public void Validate_AnyBytes_GivesAResult()
    {
        var compiled = Compile("""
            {"$defs":{"n":{"properties":{"a":{"$ref":"#/$defs/n"}},"anyOf":[{"items":{"$ref":"#/$defs/n"}},{"required":["a"]}],"uniqueItems":true,
             "multipleOf":0.5,"pattern":"a","unevaluatedProperties":{"type":"string","format":"date"},"unevaluatedItems":false}},"$ref":"#/$defs/n"}
            """, new SchemaOptions { AssertFormat = true });
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int).Sample(
            (bytes, seed) =>
            {
                Check(compiled, bytes);
                Check(compiled, Damaged(Spaced(new RandomSchema(seed).Document(), new Random(seed)), new Random(seed)));
            },
            iter: 8_000);
        static void Check(CompiledSchema compiled, byte[] bytes)
        {
            var result = compiled.Validate(bytes);
            Assert.Equal(result.IsValid, result.Errors.Count == 0);
            Assert.All(result.Errors, e => Assert.True(e.Line >= 1 && e.Column >= 1));
        }
    }

    [Fact]
    public void Compile_AnyBytes_GivesASchemaOrASchemaException() => Gen.Int.Sample(
        seed =>
        {
            var schema = Damaged(Bytes(new RandomSchema(seed).Schema()), new Random(seed));
            try
            {
                new SchemaRegistry().Compile(schema).Validate("{\"a\":[1,{\"b\":\"x\"}]}"u8);
            }
            catch (SchemaException e)
            {
                Assert.StartsWith("invalid-schema-", e.Code, StringComparison.Ordinal);
            }
        },
        iter: 1_500);

    [Fact]
    public void Validate_JsonText_AgreesWithTheBaseLibraryOnWhatIsJson() => Gen.Int.Sample(
        seed =>
        {
            var document = Damaged(Spaced(new RandomSchema(seed).Document(), new Random(seed)), new Random(seed));
            var said = CompiledSchema.Anything.Validate(document.AsMemory());
            var expected = IsJson(document);
            if (said.IsValid != expected)
                Assert.Fail($"{Encoding.UTF8.GetString(document)}\nshould be {expected}\n{TellAll(said)}");
        },
        iter: 8_000);

    private static bool IsJson(byte[] document)
    {
        try
        {
            var text = document.AsSpan().StartsWith("\uFEFF"u8) ? document.AsMemory(3) : document;
            using var parsed = System.Text.Json.JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            Touch(parsed.RootElement);
            return true;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The base library finds bad UTF-8 and lone surrogates only when a string is asked for.</summary>
    private static void Touch(System.Text.Json.JsonElement element)
    {
        if (element.ValueKind == System.Text.Json.JsonValueKind.String)
            element.GetString();
        else if (element.ValueKind == System.Text.Json.JsonValueKind.Array)
            element.EnumerateArray().ToList().ForEach(Touch);
        else if (element.ValueKind == System.Text.Json.JsonValueKind.Object)
            element.EnumerateObject().ToList().ForEach(p => Touch(p.Name.Length >= 0 ? p.Value : default));
    }

    /// <summary>Two pieces, the second beginning with what the first left over.</summary>
    private static ValidationResult InTwo(CompiledSchema compiled, byte[] document, int split)
    {
        var run = new ValidationRun(compiled.Plans);
        run.Begin(null);
        var consumed = run.Advance(document.AsSpan(0, split), isFinal: false);
        if (!run.IsFinished)
            run.Advance(document.AsSpan(consumed), isFinal: true);
        return run.Result();
    }

    /// <summary>White space between tokens, escapes within strings.</summary>
    private static byte[] Spaced(string json, Random random)
    {
        var text = new StringBuilder();
        var isInString = false;
        foreach (var c in json)
        {
            isInString ^= c == '"';
            if (isInString && char.IsAsciiLetter(c) && random.Next(6) == 0)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
            if (!isInString && c is ',' or ':' or '[' or '{' && random.Next(3) == 0)
                text.Append(random.Next(3) switch { 0 => "\n  ", 1 => " ", _ => "\r\n\t" });
        }
        // JsonNode writes non-ASCII as escapes with a backslash and u; both spellings shall come up.
        return Encoding.UTF8.GetBytes(random.Next(2) == 0 ? text.ToString() : text.ToString().Replace("\\u00E9", "é", StringComparison.Ordinal).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal));
    }

    /// <summary>Mostly one byte changed, sometimes the end cut off, sometimes nothing.</summary>
    private static byte[] Damaged(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return bytes;
        var copy = bytes.ToArray();
        var at = random.Next(copy.Length);
        switch (random.Next(5))
        {
            case 0:
                return copy;
            case 1:
                return copy[..at];
            case 2:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 3:
                copy[at] = (byte)"{}[]\",:\\0-.eE \n"[random.Next(15)];
                return copy;
            default:
                return [.. copy[..at], .. (ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF], .. copy[at..]];
        }
    }
}
