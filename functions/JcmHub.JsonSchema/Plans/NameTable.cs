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
    private readonly int[] _buckets;
    private readonly int[] _chain;

    /// <summary>At i + 1 the name seen after name i, at 0 the first. Written without a lock: any value in it is only a guess.</summary>
    private readonly int[] _next;

    public NameTable(IEnumerable<string> names)
    {
        Names = [.. names.Distinct()];
        _names = [.. Names.Select(Encoding.UTF8.GetBytes)];
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

    /// <summary>The name that may come after <paramref name="previous"/> (-1 at the start); the caller compares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Guess(int previous) => _next[previous + 1];

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
