using System.Text;

namespace JcmHub.JsonSchema.Text;

/// <summary>JSON Pointer (RFC 6901) text.</summary>
internal static class PointerText
{
    /// <summary>A reference token with its two escapes.</summary>
    public static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    public static void AppendToken(ByteArena arena, ReadOnlySpan<byte> name)
    {
        arena.Append((byte)'/');
        foreach (var b in name)
        {
            if (b == '~')
                arena.Append("~0"u8);
            else if (b == '/')
                arena.Append("~1"u8);
            else
                arena.Append(b);
        }
    }

    public static void AppendToken(ByteArena arena, long index)
    {
        arena.Append((byte)'/');
        index.TryFormat(arena.Reserve(20), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        arena.Advance(written);
    }

    public static void AppendText(ByteArena arena, string text)
    {
        var room = arena.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        arena.Advance(Encoding.UTF8.GetBytes(text, room));
    }
}
