using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// Drives a report's tokens from its bytes, in chunks of any size: what a caller without a schema validator uses.
/// A token that a chunk cuts in two waits for the rest.
/// </summary>
internal sealed class ReportBytes(IReportTokens tokens)
{
    private const int LongestToken = 1 << 20;

    private byte[] rest = new byte[256];
    private byte[] unescaped = new byte[256];
    private int restLength;
    private bool began;
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = 16 });

    /// <summary>Why the bytes are no JSON, or null.</summary>
    public string? Error { get; private set; }

    public void Feed(ReadOnlySpan<byte> chunk, bool isFinal)
    {
        if (Error is not null) return;
        if (!began && chunk.Length > 0)
        {
            if (chunk.StartsWith(Encoding.UTF8.Preamble)) chunk = chunk[Encoding.UTF8.Preamble.Length..];
            began = true;
        }

        try
        {
            if (restLength > 0) chunk = FinishRest(chunk, isFinal);
            Keep(chunk[Read(chunk, isFinal)..]);
        }
        catch (JsonException e)
        {
            Error = e.Message;
        }
        catch (InvalidOperationException e)
        {
            // An escape sequence that gives half of a surrogate pair.
            Error = e.Message;
        }
    }

    /// <summary>Puts the chunk's beginning behind what was left over, until the cut token is whole.</summary>
    private ReadOnlySpan<byte> FinishRest(ReadOnlySpan<byte> chunk, bool isFinal)
    {
        while (restLength > 0)
        {
            var taken = Math.Min(chunk.Length, Math.Max(256, restLength));
            var before = restLength;
            Keep(chunk[..taken]);
            var last = taken == chunk.Length;
            var consumed = Read(rest.AsSpan(0, restLength), isFinal && last);
            if (consumed >= before)
            {
                restLength = 0;
                return chunk[(consumed - before)..];
            }

            rest.AsSpan(consumed, restLength - consumed).CopyTo(rest);
            restLength -= consumed;
            chunk = chunk[taken..];
            if (last) return [];
        }

        return chunk;
    }

    private void Keep(ReadOnlySpan<byte> more)
    {
        if (more.IsEmpty) return;
        if (restLength + more.Length > LongestToken) throw new JsonException($"No text in a report is longer than {LongestToken} bytes.");
        if (restLength + more.Length > rest.Length) Array.Resize(ref rest, Math.Max(rest.Length * 2, restLength + more.Length));
        more.CopyTo(rest.AsSpan(restLength));
        restLength += more.Length;
    }

    private int Read(ReadOnlySpan<byte> bytes, bool isFinal)
    {
        var reader = new Utf8JsonReader(bytes, isFinal, state);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: tokens.StartObject(); break;
                case JsonTokenType.EndObject: tokens.EndObject(); break;
                case JsonTokenType.StartArray: tokens.StartArray(); break;
                case JsonTokenType.EndArray: tokens.EndArray(); break;
                case JsonTokenType.PropertyName: tokens.Name(TextOf(ref reader)); break;
                case JsonTokenType.String: tokens.Text(TextOf(ref reader)); break;
                case JsonTokenType.Number: tokens.Number(reader.ValueSpan); break;
                default: tokens.Literal(); break;
            }
        }

        state = reader.CurrentState;
        var consumed = (int)reader.BytesConsumed;
        // The reader does not look into strings. What it consumed ends with a token, so never within a character.
        if (!Utf8.IsValid(bytes[..consumed])) throw new JsonException("The bytes are not UTF-8.");
        return consumed;
    }

    private ReadOnlySpan<byte> TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan;
        if (reader.ValueSpan.Length > unescaped.Length) unescaped = new byte[reader.ValueSpan.Length];
        return unescaped.AsSpan(0, reader.CopyString(unescaped));
    }
}
