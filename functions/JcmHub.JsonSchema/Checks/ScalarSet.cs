using System.Text;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Checks;

/// <summary>The scalars of an <c>enum</c> or <c>const</c>, under JSON's equality: 1, 1.0 and 10e-1 are one number.</summary>
internal sealed class ScalarSet
{
    private readonly byte[][] _strings;
    private readonly ulong[] _stringLengths = [0, 0];
    private readonly List<SmallNumber> _small = [];
    private readonly List<ExactNumber> _exact = [];

    public ScalarSet(IEnumerable<string> strings, IEnumerable<byte[]> numbers, JsonKinds literals, bool holdsTrue, bool holdsFalse)
    {
        _strings = [.. strings.Select(Encoding.UTF8.GetBytes)];
        foreach (var text in _strings)
            _stringLengths[text.Length < 64 ? 0 : 1] |= 1UL << (text.Length & 63);
        foreach (var number in numbers)
        {
            var exact = ExactNumber.Parse(number);
            if (exact.TryToSmall(out var small))
                _small.Add(small);
            else
                _exact.Add(exact);
        }
        HoldsNull = (literals & JsonKinds.Null) != 0;
        (HoldsTrue, HoldsFalse) = (holdsTrue, holdsFalse);
    }

    private bool HoldsNull { get; }

    private bool HoldsTrue { get; }

    private bool HoldsFalse { get; }

    public bool Contains(in ScalarValue value) => value.Kind switch
    {
        ScalarKind.String => ContainsString(value.Utf8),
        ScalarKind.Number => ContainsNumber(value.Utf8),
        ScalarKind.Null => HoldsNull,
        _ => value.IsTrue ? HoldsTrue : HoldsFalse,
    };

    private bool ContainsString(ReadOnlySpan<byte> text)
    {
        if ((_stringLengths[text.Length < 64 ? 0 : 1] & (1UL << (text.Length & 63))) == 0)
            return false;
        foreach (var candidate in _strings)
        {
            if (text.SequenceEqual(candidate))
                return true;
        }
        return false;
    }

    private bool ContainsNumber(ReadOnlySpan<byte> text)
    {
        if (_small.Count + _exact.Count == 0)
            return false;
        if (SmallNumber.TryParse(text, out var small))
            return _small.Contains(small);
        var exact = ExactNumber.Parse(text);
        return exact.TryToSmall(out small) ? _small.Contains(small) : _exact.Exists(exact.EqualTo);
    }
}
