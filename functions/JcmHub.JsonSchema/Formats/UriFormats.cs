using System.Buffers;
using System.Text;

namespace JcmHub.JsonSchema.Formats;

/// <summary>URIs by the grammar of RFC 3986, IRIs by RFC 3987, templates by RFC 6570.</summary>
internal static class UriFormats
{
    private static readonly SearchValues<byte> s_notLiteral = SearchValues.Create("\"<>\\^`| \u007F"u8);

    public static bool IsUri(ReadOnlySpan<byte> text) => IsReference(text, needsScheme: true, isInternational: false);

    public static bool IsUriReference(ReadOnlySpan<byte> text) => IsReference(text, needsScheme: false, isInternational: false);

    public static bool IsIri(ReadOnlySpan<byte> text) => IsReference(text, needsScheme: true, isInternational: true);

    public static bool IsIriReference(ReadOnlySpan<byte> text) => IsReference(text, needsScheme: false, isInternational: true);

    /// <summary>RFC 6570, section 2.1: literals hold no control, DEL among them, but may hold an apostrophe (verified erratum 6937).</summary>
    public static bool IsUriTemplate(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var brace = text.IndexOfAny((byte)'{', (byte)'}');
            var literal = brace < 0 ? text : text[..brace];
            if (literal.ContainsAny(s_notLiteral) || literal.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || !ArePercentsWellFormed(literal))
                return false;
            if (brace < 0)
                return true;
            var end = text.IndexOf((byte)'}');
            if (text[brace] == '}' || end < 0 || !IsExpression(text[(brace + 1)..end]))
                return false;
            text = text[(end + 1)..];
        }
        return true;
    }

    private static bool IsExpression(ReadOnlySpan<byte> expression)
    {
        if (!expression.IsEmpty && "+#./;?&=,!@|"u8.Contains(expression[0]))
            expression = expression[1..];
        foreach (var range in expression.Split((byte)','))
        {
            var variable = expression[range];
            var colon = variable.IndexOf((byte)':');
            if (colon >= 0)
            {
                // max-length: 1 to 9999, no leading zero.
                var length = variable[(colon + 1)..];
                if (length.Length is 0 or > 4 || length[0] == '0' || length.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
                    return false;
                variable = variable[..colon];
            }
            else if (variable.EndsWith("*"u8))
                variable = variable[..^1];
            if (!IsVariableName(variable))
                return false;
        }
        return true;
    }

    private static bool IsVariableName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name[0] == '.' || name[^1] == '.' || name.IndexOf(".."u8) >= 0 || !ArePercentsWellFormed(name))
            return false;
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'%' or (byte)'.'))
                return false;
        }
        return true;
    }

    private static bool IsReference(ReadOnlySpan<byte> text, bool needsScheme, bool isInternational)
    {
        var fragment = text.IndexOf((byte)'#');
        if (fragment >= 0)
        {
            if (!IsMadeOf(text[(fragment + 1)..], ":@/?"u8, isInternational, isQuery: false))
                return false;
            text = text[..fragment];
        }
        var query = text.IndexOf((byte)'?');
        if (query >= 0)
        {
            if (!IsMadeOf(text[(query + 1)..], ":@/?"u8, isInternational, isQuery: true))
                return false;
            text = text[..query];
        }
        var scheme = SchemeLength(text);
        if (scheme < 0 && needsScheme)
            return false;
        if (scheme >= 0)
            text = text[(scheme + 1)..];
        if (text.StartsWith("//"u8))
        {
            text = text[2..];
            var slash = text.IndexOf((byte)'/');
            if (!IsAuthority(slash < 0 ? text : text[..slash], isInternational))
                return false;
            text = slash < 0 ? default : text[slash..];
        }
        else if (scheme < 0)
        {
            // path-noscheme: a colon in the first segment would make it a scheme.
            var slash = text.IndexOf((byte)'/');
            if ((slash < 0 ? text : text[..slash]).Contains((byte)':'))
                return false;
        }
        return IsMadeOf(text, ":@/"u8, isInternational, isQuery: false);
    }

    private static int SchemeLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter((char)text[0]))
            return -1;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == ':')
                return i;
            if (!char.IsAsciiLetterOrDigit((char)text[i]) && text[i] is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return -1;
        }
        return -1;
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text, bool isInternational)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at >= 0)
        {
            if (!IsMadeOf(text[..at], ":"u8, isInternational, isQuery: false))
                return false;
            text = text[(at + 1)..];
        }
        if (text.StartsWith("["u8))
        {
            var end = text.IndexOf((byte)']');
            return end > 0 && IsIpLiteral(text[1..end]) && IsPort(text[(end + 1)..]);
        }
        var colon = text.IndexOf((byte)':');
        return IsMadeOf(colon < 0 ? text : text[..colon], default, isInternational, isQuery: false) && IsPort(colon < 0 ? default : text[colon..]);
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text[0] == ':' && text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);

    private static bool IsIpLiteral(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] | 0x20) != 'v')
            return NetworkFormats.IsIpv6(text);
        // IPvFuture
        var dot = text.IndexOf((byte)'.');
        return dot > 1 && IsHex(text[1..dot]) && dot + 1 < text.Length && !text.Contains((byte)'%')
            && IsMadeOf(text[(dot + 1)..], ":"u8, isInternational: false, isQuery: false);
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        }
        return true;
    }

    /// <summary>Only unreserved characters, sub-delimiters, percent-encoded octets and what is named; in an IRI also its ucschar.</summary>
    private static bool IsMadeOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> others, bool isInternational, bool isQuery)
    {
        if (!ArePercentsWellFormed(text))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (char.IsAsciiLetterOrDigit((char)b) || "-._~%!$&'()*+,;="u8.Contains(b) || others.Contains(b))
                continue;
            if (b < 0x80 || !isInternational || Rune.DecodeFromUtf8(text[i..], out var rune, out var length) != OperationStatus.Done
                || !IsUcs(rune.Value, isQuery))
                return false;
            i += length - 1;
        }
        return true;
    }

    private static bool IsUcs(int c, bool isQuery) =>
        c is (>= 0xA0 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF)
        || (c is >= 0x10000 and <= 0xEFFFD && (c & 0xFFFE) != 0xFFFE && c is < 0xE0000 or >= 0xE1000)
        || (isQuery && c is (>= 0xE000 and <= 0xF8FF) or (>= 0xF0000 and <= 0xFFFFD) or (>= 0x100000 and <= 0x10FFFD));

    private static bool ArePercentsWellFormed(ReadOnlySpan<byte> text)
    {
        for (var i = text.IndexOf((byte)'%'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2])))
                return false;
        }
        return true;
    }
}
