using System.Text;

namespace JcmHub.Domain;

/// <summary>
/// The mark that some editors write before UTF-8. RFC 8259 (8.1) lets a reader ignore it; every reader of ours does, except where the hash of the
/// bytes themselves is taken.
/// </summary>
public static class ByteOrderMark
{
    /// <summary>The bytes behind a mark, or all of them where there is none.</summary>
    public static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> utf8) => utf8[(utf8.Length - SkipIn(utf8.Span).Length)..];

    /// <summary>The bytes behind a mark, or all of them where there is none.</summary>
    public static ReadOnlySpan<byte> SkipIn(ReadOnlySpan<byte> utf8) => utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
}
