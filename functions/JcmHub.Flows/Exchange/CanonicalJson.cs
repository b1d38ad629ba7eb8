using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// The canonical form of JSON after RFC 8785 (JCS), so that two sides can sign and compare a record byte for byte (D6).
/// Numbers are whole and within ±(2^53 − 1), because RFC 8785 reads numbers as IEEE doubles; quantities travel as strings.
/// </summary>
public static class CanonicalJson
{
    private const long LargestExactInteger = (1L << 53) - 1;

    /// <summary>The canonical UTF-8 bytes of a value.</summary>
    /// <exception cref="FormatException">The value holds a number that is not whole or lies outside ±(2^53 − 1), or a property twice.</exception>
    public static byte[] Canonicalize(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A record's identity: <c>sha-256:</c> and the lower-case hex digest of its canonical bytes.</summary>
    public static string Digest(ReadOnlySpan<byte> canonical) => ContentHash.Of(canonical);

    private static void Write(JsonElement value, ArrayBufferWriter<byte> buffer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, buffer);
                break;
            case JsonValueKind.Array:
                WriteArray(value, buffer);
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, buffer);
                break;
            case JsonValueKind.Number:
                WriteNumber(value, buffer);
                break;
            default:
                WriteText(value.GetRawText(), buffer);
                break;
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> buffer)
    {
        // RFC 8785 3.2.3: properties sorted by their UTF-16 code units.
        var properties = value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal).ToArray();
        WriteText("{", buffer);
        for (var i = 0; i < properties.Length; i++)
        {
            if (i > 0)
            {
                if (properties[i].Name == properties[i - 1].Name)
                    throw new FormatException($"The property \"{properties[i].Name}\" occurs twice.");
                WriteText(",", buffer);
            }

            WriteString(properties[i].Name, buffer);
            WriteText(":", buffer);
            Write(properties[i].Value, buffer);
        }

        WriteText("}", buffer);
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> buffer)
    {
        WriteText("[", buffer);
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first)
                WriteText(",", buffer);
            first = false;
            Write(item, buffer);
        }

        WriteText("]", buffer);
    }

    private static void WriteNumber(JsonElement value, ArrayBufferWriter<byte> buffer)
    {
        // 3, 3.0 and 3e0 are one number, written 3 (RFC 8785 3.2.2.3).
        if (!value.TryGetDecimal(out var number) || number != decimal.Truncate(number) || number is > LargestExactInteger or < -LargestExactInteger)
            throw new FormatException($"The number {value.GetRawText()} has no exact canonical form; write it as a string.");
        WriteText(((long)number).ToString(CultureInfo.InvariantCulture), buffer);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> buffer)
    {
        // RFC 8785 3.2.2.2: the short escapes of ECMAScript, \u00xx for other controls, everything else as it is.
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append(@"\\"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => escaped.Append(character),
            };
        }

        WriteText(escaped.Append('"').ToString(), buffer);
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> buffer) => Encoding.UTF8.GetBytes(text, buffer);
}
