using System.Buffers.Binary;
using System.Security.Cryptography;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// A hash index over byte strings that lie elsewhere. Its hash is keyed at random per process, so that no document can
/// be written to make it slow.
/// </summary>
internal sealed class KeyedIndex
{
    private static readonly ulong s_key0 = RandomKey();
    private static readonly ulong s_key1 = RandomKey();

    private (int Hash, int Entry)[] _table = [];
    private int _count;

    public delegate ReadOnlySpan<byte> TextOf<TOwner>(TOwner owner, int entry);

    /// <summary>Adds an entry under its text; false when an equal text is there.</summary>
    public bool Add<TOwner>(ReadOnlySpan<byte> text, int entry, TOwner owner, TextOf<TOwner> textOf)
    {
        if (_count * 2 >= _table.Length)
            Grow();
        var hash = Hash(text);
        var i = hash & (_table.Length - 1);
        for (; _table[i].Entry != 0; i = (i + 1) & (_table.Length - 1))
        {
            if (_table[i].Hash == hash && textOf(owner, _table[i].Entry - 1).SequenceEqual(text))
                return false;
        }
        _table[i] = (hash, entry + 1);
        _count++;
        return true;
    }

    public void Clear()
    {
        // A table that one large container has grown is not worth clearing for every small one after it.
        if (_table.Length > 1024)
            _table = [];
        Array.Clear(_table);
        _count = 0;
    }

    private void Grow()
    {
        var old = _table;
        _table = new (int, int)[Math.Max(64, old.Length * 2)];
        foreach (var slot in old)
        {
            if (slot.Entry == 0)
                continue;
            var i = slot.Hash & (_table.Length - 1);
            while (_table[i].Entry != 0)
                i = (i + 1) & (_table.Length - 1);
            _table[i] = slot;
        }
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var a = s_key0 ^ (ulong)text.Length;
            var b = s_key1;
            while (text.Length >= 8)
            {
                a = Mix(a ^ BinaryPrimitives.ReadUInt64LittleEndian(text), b);
                b += 0x9E3779B97F4A7C15;
                text = text[8..];
            }
            ulong tail = 0;
            foreach (var c in text)
                tail = (tail << 8) | c;
            a = Mix(a ^ tail, s_key1 ^ 0xA0761D6478BD642F);
            return (int)(a ^ (a >> 32)) & int.MaxValue;
        }
    }

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private static ulong RandomKey()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) | 1;
    }
}
