using System.Buffers;
using System.Text.Json;

namespace JcmHub.JsonSchema.Batch;

/// <summary>
/// Judges many documents, each against its own schema: a line <c>{"schema":…,"instance":…}</c> in, a line of
/// <see cref="ResultJson"/> out, in the same order. A line that cannot be judged is answered like an invalid document.
/// </summary>
public sealed class BatchValidation(SchemaRegistry registry, SchemaOptions? options = null)
{
    private readonly SchemaOptions _options = options ?? SchemaOptions.Default;
    private byte[] _lastSchema = [];
    private CompiledSchema? _lastCompiled;

    /// <summary>Answers every line until the input ends; blank lines are passed over.</summary>
    /// <exception cref="OperationCanceledException">The batch was cancelled; lines already answered are complete.</exception>
    public async Task<BatchSummary> RunAsync(Stream input, Stream output, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        var (lines, valid) = (0L, 0L);
        var answer = new ArrayBufferWriter<byte>();
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, checked(length * 2));
            var read = await input.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            var unseen = length;
            length += read;
            var start = 0;
            while (start < length && (read == 0 ? length : NextBreak(buffer, Math.Max(start, unseen), length)) is >= 0 and var end)
            {
                var line = buffer.AsMemory(start, end - start);
                start = Math.Min(end + 1, length);
                if (IsBlank(line.Span))
                    continue;
                lines++;
                valid += Answer(line, answer) ? 1 : 0;
            }
            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
            if (answer.WrittenCount > 0)
            {
                await output.WriteAsync(answer.WrittenMemory, cancellationToken).ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                answer.ResetWrittenCount();
            }
            if (read == 0)
                return new BatchSummary(lines, valid);
        }
    }

    /// <summary>Answers one line, without its line break, with one line and its line break.</summary>
    /// <returns>Whether the answer is: valid.</returns>
    public bool Answer(ReadOnlyMemory<byte> line, IBufferWriter<byte> answer)
    {
        bool isValid;
        using (var writer = new Utf8JsonWriter(answer, ResultJson.WriterOptions))
            isValid = Answer(line, writer);
        answer.Write("\n"u8);
        return isValid;
    }

    private bool Answer(ReadOnlyMemory<byte> line, Utf8JsonWriter writer)
    {
        if (line.Span.StartsWith("\uFEFF"u8))
            line = line[3..];
        if (!TryDivide(line, out var schema, out var instance))
        {
            ResultJson.Write(writer, Unreadable(line));
            return false;
        }
        try
        {
            var result = Compile(schema).Validate(instance);
            ResultJson.Write(writer, result);
            return result.IsValid;
        }
        catch (SchemaException refusal)
        {
            ResultJson.Write(writer, refusal);
            return false;
        }
    }

    /// <summary>Lines of one schema tend to follow one another.</summary>
    private CompiledSchema Compile(ReadOnlyMemory<byte> schema)
    {
        if (_lastCompiled is not null && schema.Span.SequenceEqual(_lastSchema))
            return _lastCompiled;
        _lastCompiled = null;
        _lastSchema = schema.ToArray();
        return _lastCompiled = registry.Compile(_lastSchema, _options);
    }

    /// <summary>Finds the two members without judging what is in them.</summary>
    private static bool TryDivide(ReadOnlyMemory<byte> line, out ReadOnlyMemory<byte> schema, out ReadOnlyMemory<byte> instance)
    {
        schema = instance = default;
        try
        {
            var reader = new Utf8JsonReader(line.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isSchema = reader.ValueTextEquals("schema"u8);
                var isInstance = reader.ValueTextEquals("instance"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var value = line[start..(int)reader.BytesConsumed];
                if (isSchema)
                    schema = value;
                else if (isInstance)
                    instance = value;
            }
            return !schema.IsEmpty && !instance.IsEmpty;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ValidationResult Unreadable(ReadOnlyMemory<byte> line)
    {
        var result = CompiledSchema.Anything.Validate(line);
        return !result.IsValid ? result : new ValidationResult(false,
            [
                new ValidationError(ErrorCodes.BatchLine, "", "", 1, 1, "the line is not an object with \"schema\" and \"instance\"",
                    "行は「schema」と「instance」を持つオブジェクトでなければなりません"),
            ], false);
    }

    private static int NextBreak(byte[] buffer, int from, int length)
    {
        var at = buffer.AsSpan(from, length - from).IndexOf((byte)'\n');
        return at < 0 ? -1 : from + at;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
