using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// The property names of the open objects that no schema mentions, kept to refuse duplicates. Innermost object last, like
/// a stack; an object of many names gets an index of its own.
/// </summary>
internal sealed class NameSet
{
    private const int IndexedFrom = 16;

    private readonly ByteArena _bytes = new();
    private readonly List<KeyedIndex> _indexes = [];
    private (int Start, int Length)[] _names = [];
    private int _usedIndexes;

    public int Count { get; private set; }

    /// <summary>About what the set has grown to, index included.</summary>
    public int Capacity => _bytes.Capacity + 48 * _names.Length;

    /// <summary>What the names take, with their places in list and index.</summary>
    public long Bytes => _bytes.Length + 48L * Count;

    /// <summary>Adds a name to the object whose names begin at <paramref name="mark"/>; false when it is there already.</summary>
    public bool Add(int mark, ReadOnlySpan<byte> name)
    {
        var inObject = Count - mark;
        if (inObject < IndexedFrom)
        {
            for (var i = mark; i < Count; i++)
            {
                if (Name(i).SequenceEqual(name))
                    return false;
            }
        }
        else
        {
            if (inObject == IndexedFrom)
                BuildIndex(mark);
            if (!_indexes[_usedIndexes - 1].Add(name, Count, this, static (set, entry) => set.Name(entry)))
                return false;
        }
        if (Count == _names.Length)
            Array.Resize(ref _names, Math.Max(32, Count * 2));
        _names[Count++] = (_bytes.Append(name), name.Length);
        return true;
    }

    /// <summary>Forgets the innermost object's names.</summary>
    public void Close(int mark)
    {
        if (Count == mark)
            return;
        if (Count - mark > IndexedFrom)
            _usedIndexes--;
        _bytes.Truncate(_names[mark].Start);
        Count = mark;
    }

    public void Clear()
    {
        _usedIndexes = 0;
        Count = 0;
        _bytes.Truncate(0);
    }

    private ReadOnlySpan<byte> Name(int entry) => _bytes[_names[entry].Start, _names[entry].Length];

    private void BuildIndex(int mark)
    {
        if (_usedIndexes == _indexes.Count)
            _indexes.Add(new KeyedIndex());
        var index = _indexes[_usedIndexes++];
        index.Clear();
        for (var i = mark; i < Count; i++)
            index.Add(Name(i), i, this, static (set, entry) => set.Name(entry));
    }
}
