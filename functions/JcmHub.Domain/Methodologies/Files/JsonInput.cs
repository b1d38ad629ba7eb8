using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace JcmHub.Domain.Methodologies.Files;

/// <summary>
/// Bytes to a JSON document in which every string is text: no invalid UTF-8, no half of a surrogate pair, no property twice.
/// </summary>
internal static class JsonInput
{
    /// <summary>The document, or why the bytes are none.</summary>
    public static (JsonDocument? Document, string? Error) Parse(ReadOnlySpan<byte> utf8)
    {
        utf8 = ByteOrderMark.SkipIn(utf8);
        if (!Utf8.IsValid(utf8)) return (null, "The bytes are not UTF-8.");
        try
        {
            if (HasLoneSurrogate(utf8)) return (null, "An escape sequence gives half of a surrogate pair, which is no character.");
            return (JsonDocument.Parse(utf8.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false }), null);
        }
        catch (JsonException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>The document model finds a lone surrogate only when the string is asked for, and then by throwing.</summary>
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\u"u8) < 0) return false;
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            var open = false;
            var text = reader.ValueSpan;
            for (var at = 0; at < text.Length; at++)
            {
                if (text[at] != (byte)'\\' || text[at + 1] != (byte)'u')
                {
                    if (open) return true;
                    if (text[at] == (byte)'\\') at++;
                    continue;
                }

                var unit = Convert.FromHexString(Encoding.ASCII.GetString(text.Slice(at + 2, 4)));
                var kind = unit[0] & 0xFC;
                if (open != (kind == 0xDC)) return true;
                open = kind == 0xD8;
                at += 5;
            }

            if (open) return true;
        }

        return false;
    }
}
