using System.Text;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// The code points as one pattern sees them: those that no set of the pattern tells apart are one letter. A pattern has
/// few letters whatever the sets it names, which is what keeps its automaton small.
/// </summary>
internal sealed class Alphabet
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly ushort[] _ascii = new ushort[128];
    private readonly ushort[][] _pages = new ushort[(CodePointSet.Last >> PageBits) + 1][];
    private readonly Dictionary<CodePointSet, bool[]> _letters = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="PatternException">More letters than the automaton's table can hold.</exception>
    public Alphabet(IReadOnlyCollection<CodePointSet> sets)
    {
        CodePointSet[] all = [.. sets.Distinct(ReferenceEqualityComparer.Instance).Cast<CodePointSet>()];
        var edges = new SortedSet<int>(all.SelectMany(set => set.Ranges.SelectMany(r => new[] { r.First, r.Last + 1 }))) { 0 };
        edges.Remove(CodePointSet.Last + 1);
        var numbers = new Dictionary<string, ushort>();
        var members = new List<string>();
        var cursors = new int[all.Length];
        var spans = new List<(int First, ushort Letter)>();
        foreach (var edge in edges)
        {
            var key = Membership(all, cursors, edge);
            if (!numbers.TryGetValue(key, out var letter))
            {
                if (numbers.Count == ushort.MaxValue)
                    throw new PatternException("it tells too many characters apart", "区別する文字が多すぎます", isUnsupported: true);
                numbers.Add(key, letter = (ushort)numbers.Count);
                members.Add(key);
            }
            spans.Add((edge, letter));
        }
        Count = numbers.Count;
        for (var s = 0; s < all.Length; s++)
            _letters.Add(all[s], [.. members.Select(key => key[s] == '1')]);
        Fill(spans);
    }

    /// <summary>How many letters there are.</summary>
    public int Count { get; }

    /// <summary>The letters of ASCII, for those who look up many.</summary>
    public ushort[] Ascii => _ascii;

    public int LetterOf(int codePoint) => _pages[codePoint >> PageBits][codePoint & (PageSize - 1)];

    /// <summary>For each letter, whether it is in the set, which is one of those that the alphabet was made of.</summary>
    public bool[] LettersOf(CodePointSet set) => _letters[set];

    /// <summary>One character per set: is the code point in it? The edges come in order, so each set is walked once.</summary>
    private static string Membership(CodePointSet[] sets, int[] cursors, int codePoint)
    {
        var key = new StringBuilder(sets.Length);
        for (var s = 0; s < sets.Length; s++)
        {
            var ranges = sets[s].Ranges;
            while (cursors[s] < ranges.Length && ranges[cursors[s]].Last < codePoint)
                cursors[s]++;
            key.Append(cursors[s] < ranges.Length && ranges[cursors[s]].First <= codePoint ? '1' : '0');
        }
        return key.ToString();
    }

    private void Fill(List<(int First, ushort Letter)> spans)
    {
        var uniform = new Dictionary<ushort, ushort[]>();
        var span = 0;
        for (var page = 0; page < _pages.Length; page++)
        {
            var first = page << PageBits;
            while (span + 1 < spans.Count && spans[span + 1].First <= first)
                span++;
            var isUniform = span + 1 == spans.Count || spans[span + 1].First >= first + PageSize;
            if (isUniform && uniform.TryGetValue(spans[span].Letter, out var shared))
            {
                _pages[page] = shared;
                continue;
            }
            var letters = _pages[page] = new ushort[PageSize];
            for (var i = 0; i < PageSize; i++)
            {
                while (span + 1 < spans.Count && spans[span + 1].First <= first + i)
                    span++;
                letters[i] = spans[span].Letter;
            }
            if (isUniform)
                uniform.Add(spans[span].Letter, letters);
        }
        _pages[0].AsSpan(0, _ascii.Length).CopyTo(_ascii);
    }
}
