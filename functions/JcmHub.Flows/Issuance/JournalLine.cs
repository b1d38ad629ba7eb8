using System.Text.Json;
using JcmHub.Flows.Exchange;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The written form of an entry, in storage and in an exported journal: <c>{"entry":…,"hash":"sha-256:…"}</c>, canonical JSON (RFC 8785)
/// on one line. The hash is over the bytes of <c>entry</c> as they stand there, so whoever checks it need not write JSON, only read it.
/// </summary>
public sealed record JournalLine(ReadOnlyMemory<byte> Utf8, string Hash)
{
    private const int HashLength = 64;

    private static ReadOnlySpan<byte> Head => "{\"entry\":"u8;

    private static ReadOnlySpan<byte> Middle => ",\"hash\":\"sha-256:"u8;

    private static ReadOnlySpan<byte> Tail => "\"}"u8;

    /// <summary>Writes an entry.</summary>
    public static JournalLine Write(JournalEntry entry)
    {
        using var document = JsonDocument.Parse(LedgerJson.Write(entry));
        var canonical = CanonicalJson.Canonicalize(document.RootElement);
        var hash = ContentHash.Of(canonical);
        var hex = System.Text.Encoding.ASCII.GetBytes(hash["sha-256:".Length..]);
        return new JournalLine((byte[])[.. Head, .. canonical, .. Middle, .. hex, .. Tail], hash);
    }

    /// <summary>Reads an entry that the hub stored.</summary>
    /// <exception cref="FormatException">It is no line of a journal.</exception>
    public static JournalEntry Read(ReadOnlyMemory<byte> line) =>
        TrySplit(line.Span, out var entry, out _)
            ? LedgerJson.Read<JournalEntry>(line.Slice(Head.Length, entry.Length))
            : throw new FormatException("This is no line of a journal.");

    /// <summary>The entry's own bytes and the hash that the line gives them, as 64 hexadecimal digits; false where it is no such line.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> hash)
    {
        entry = hash = default;
        var suffix = Middle.Length + HashLength + Tail.Length;
        if (line.Length < Head.Length + suffix || !line.StartsWith(Head) || !line.EndsWith(Tail) || !line[^suffix..].StartsWith(Middle))
            return false;
        entry = line[Head.Length..^suffix];
        hash = line[^(HashLength + Tail.Length)..^Tail.Length];
        return true;
    }
}
