using System.Text;
using JcmHub.JsonSchema.Patterns;

namespace JcmHub.JsonSchema.Formats;

/// <summary>Formats of short texts.</summary>
internal static class TextFormats
{
    /// <summary>RFC 4122, section 3: 32 hexadecimal digits in five groups.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
                return false;
        }
        return true;
    }

    /// <summary>RFC 6901, section 3.</summary>
    public static bool IsJsonPointer(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] != '/')
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '~' && (i + 1 == text.Length || text[i + 1] is not ((byte)'0' or (byte)'1')))
                return false;
        }
        return true;
    }

    /// <summary>draft-bhutton-relative-json-pointer-00, section 3.</summary>
    public static bool IsRelativeJsonPointer(ReadOnlySpan<byte> text)
    {
        if (!TryReadInteger(ref text, isPositive: false))
            return false;
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
        {
            text = text[1..];
            if (!TryReadInteger(ref text, isPositive: true))
                return false;
        }
        return text.SequenceEqual("#"u8) || IsJsonPointer(text);
    }

    /// <summary>ECMA-262 with the u flag, whether or not this library could decide it.</summary>
    public static bool IsRegex(ReadOnlySpan<byte> text)
    {
        try
        {
            PatternParser.Parse(Encoding.UTF8.GetString(text));
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }

    private static bool TryReadInteger(ref ReadOnlySpan<byte> text, bool isPositive)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
            digits = text.Length;
        if (digits == 0 || (text[0] == '0' && (digits > 1 || isPositive)))
            return false;
        text = text[digits..];
        return true;
    }
}
