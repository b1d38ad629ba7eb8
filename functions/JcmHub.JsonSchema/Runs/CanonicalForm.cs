using System.Buffers.Binary;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// Writes values so that equal JSON values, and no others, have equal bytes: numbers by value, object members sorted by
/// name. Used only within arrays under <c>uniqueItems</c>.
/// </summary>
internal sealed class CanonicalForm
{
    private readonly ByteArena _bytes = new();
    private readonly ByteArena _sorted = new();
    private readonly List<(int Start, int NameLength, int End)> _members = [];
    private readonly Comparer<(int Start, int NameLength, int End)> _byName;

    // A member begins with its tag and the length of its name, five bytes.
    public CanonicalForm() => _byName = Comparer<(int Start, int NameLength, int End)>.Create((a, b) =>
        _bytes[a.Start + 5, a.NameLength].SequenceCompareTo(_bytes[b.Start + 5, b.NameLength]));

    public int Capacity => _bytes.Capacity + _sorted.Capacity;

    public int Length => _bytes.Length;

    public ReadOnlySpan<byte> Since(int start) => _bytes[start, _bytes.Length - start];

    public ReadOnlySpan<byte> At(int start, int length) => _bytes[start, length];

    public void Truncate(int length) => _bytes.Truncate(length);

    public void Clear()
    {
        _bytes.Truncate(0);
        _members.Clear();
    }

    public void Scalar(in ScalarValue value)
    {
        if (value.Kind != ScalarKind.Number)
        {
            Append(value.Kind == ScalarKind.String ? (byte)'s' : (byte)'l', value.Utf8);
            return;
        }
        if (!SmallNumber.TryParse(value.Utf8, out var small))
        {
            var exact = ExactNumber.Parse(value.Utf8);
            if (!exact.TryToSmall(out small))
            {
                Append((byte)'N', exact.Mantissa.ToByteArray());
                Append((byte)'E', exact.Exponent.ToByteArray());
                return;
            }
        }
        _bytes.Append((byte)'n');
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.Reserve(12), small.Mantissa);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.Reserve(12)[8..], small.Exponent);
        _bytes.Advance(12);
    }

    /// <summary>Begins a container; the returned start is given back at its end.</summary>
    public int Begin(bool isObject)
    {
        var start = _bytes.Length;
        _bytes.Append(isObject ? (byte)'o' : (byte)'a');
        _bytes.Append([0, 0, 0, 0, 0, 0, 0, 0]);
        return start;
    }

    public void Name(ReadOnlySpan<byte> name, bool isFirst)
    {
        if (!isFirst)
            EndMember();
        _members.Add((_bytes.Length, name.Length, -1));
        Append((byte)'k', name);
    }

    public void EndArray(int start, long count) => WriteCount(start, count);

    public void EndObject(int start, long count)
    {
        WriteCount(start, count);
        if (count == 0)
            return;
        EndMember();
        var first = _members.Count - (int)count;
        if (count > 1)
            Sort(first, (int)count);
        _members.RemoveRange(first, (int)count);
    }

    private void WriteCount(int start, long count) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.Writable(start + 1, 8), count);

    private void EndMember()
    {
        _members[^1] = _members[^1] with { End = _bytes.Length };
    }

    private void Sort(int first, int count)
    {
        var begin = _members[first].Start;
        var total = _bytes.Length - begin;
        _members.Sort(first, count, _byName);
        _sorted.Truncate(0);
        for (var i = first; i < first + count; i++)
            _sorted.Append(_bytes[_members[i].Start, _members[i].End - _members[i].Start]);
        _sorted[0, total].CopyTo(_bytes.Writable(begin, total));
    }

    private void Append(byte tag, ReadOnlySpan<byte> text)
    {
        _bytes.Append(tag);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.Reserve(4), text.Length);
        _bytes.Advance(4);
        _bytes.Append(text);
    }
}
