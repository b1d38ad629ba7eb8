using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace JcmHub.JsonSchema.Plans;

/// <summary>
/// The property names that the schemas of one place mention. Objects of one kind list their properties in one order,
/// so each name remembers which came after it last; that guess is usually right and saves the search.
/// </summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;

    /// <summary>Each name as it is usually written, quotes and colon included; empty where it needs escapes.</summary>
    private readonly byte[][] _written;
    private readonly int[] _buckets;
    private readonly int[] _chain;

    /// <summary>At i + 1 the name seen after name i, at 0 the first. Written without a lock: any value in it is only a guess.</summary>
    private readonly int[] _next;

    /// <param name="names">The names; repetitions count once.</param>
    /// <param name="maxGuessed">Longer names are never guessed, so that they come to the length limit.</param>
    public NameTable(IEnumerable<string> names, int maxGuessed)
    {
        Names = [.. names.Distinct()];
        _names = [.. Names.Select(Encoding.UTF8.GetBytes)];
        _written = [.. _names.Select(name => IsPlain(name) && name.Length <= maxGuessed ? (byte[])[.. "\""u8, .. name, .. "\":"u8] : [])];
        _next = new int[_names.Length + 1];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_names.Length * 2) | 1)];
        _chain = new int[_names.Length];
        for (var i = 0; i < _names.Length; i++)
        {
            _next[i] = i;
            ref var bucket = ref _buckets[Hash(_names[i]) & (_buckets.Length - 1)];
            _chain[i] = bucket - 1;
            bucket = i + 1;
        }
    }

    public string[] Names { get; }

    public int Count => _names.Length;

    public ReadOnlySpan<byte> this[int index] => _names[index];

    public int IndexOf(string name) => Array.IndexOf(Names, name);

    /// <summary>
    /// The index of the name that is written at the data's start if it is the one guessed from <paramref name="previous"/>
    /// (-1 at the start), and how many bytes it takes with quotes and colon; -1 where the guess is wrong.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Guess(ReadOnlySpan<byte> data, int previous, out int length)
    {
        length = 0;
        var guess = _next[previous + 1];
        if (guess >= _written.Length)
            return -1;
        var written = _written[guess];
        if (written.Length == 0 || !data.StartsWith(written))
            return -1;
        length = written.Length;
        return guess;
    }

    /// <summary>The name's index, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name, int previous)
    {
        if (_names.Length == 0)
            return -1;
        for (var i = _buckets[Hash(name) & (_buckets.Length - 1)] - 1; i >= 0; i = _chain[i])
        {
            if (name.SequenceEqual(_names[i]))
            {
                _next[previous + 1] = i;
                return i;
            }
        }
        return -1;
    }

    private static bool IsPlain(byte[] name) => name.AsSpan().IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0 && name.AsSpan().IndexOfAny((byte)'"', (byte)'\\') < 0;

    /// <summary>Only names from schemas are in the table, so a document cannot make its chains longer.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        ulong head = name.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(name) : Short(name);
        ulong tail = name.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]) : 0;
        unchecked
        {
            var mixed = (head ^ (tail * 0x9E3779B97F4A7C15) ^ (ulong)name.Length) * 0xD6E8FEB86659FD93;
            return (int)(mixed >> 33);
        }
    }

    private static ulong Short(ReadOnlySpan<byte> name)
    {
        ulong value = 0;
        foreach (var b in name)
            value = (value << 8) | b;
        return value;
    }
}
