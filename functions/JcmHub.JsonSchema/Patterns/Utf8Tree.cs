namespace JcmHub.JsonSchema.Patterns;

/// <summary>A set of code points as the tree of its UTF-8 sequences, equal subtrees shared.</summary>
internal sealed class Utf8Tree
{
    private static readonly CodePointSet s_encodable = CodePointSet.Of((0xD800, 0xDFFF)).Complement();

    private readonly Dictionary<string, Node> _shared = [];

    public Utf8Tree(CodePointSet set)
    {
        var ranges = set.Intersect(s_encodable).Ranges;
        var branches = new List<Branch>();
        foreach (var (first, last) in Clip(ranges, 0, 0x7F))
            branches.Add(new Branch((byte)first, (byte)last, End));
        AddLeads(branches, ranges, 0xC2, 0xDF, 1, 0xC0);
        AddLeads(branches, ranges, 0xE0, 0xEF, 2, 0xE0);
        AddLeads(branches, ranges, 0xF0, 0xF4, 3, 0xF0);
        Root = new Node([.. branches]);
    }

    /// <summary>After the last byte of a code point.</summary>
    public static Node End { get; } = new([]);

    public Node Root { get; }

    private void AddLeads(List<Branch> branches, (int First, int Last)[] ranges, int firstLead, int lastLead, int continuations, int mark)
    {
        var size = 1 << (6 * continuations);
        for (var lead = firstLead; lead <= lastLead; lead++)
        {
            var start = (lead - mark) * size;
            if (Continue(Clip(ranges, start, start + size - 1), start, continuations) is { } target)
                Append(branches, (byte)lead, target);
        }
    }

    private Node? Continue(List<(int First, int Last)> ranges, int start, int continuations)
    {
        if (ranges.Count == 0)
            return null;
        if (continuations == 0)
            return End;
        var key = $"{continuations}:{string.Join(',', ranges.Select(r => $"{r.First - start}-{r.Last - start}"))}";
        if (_shared.TryGetValue(key, out var known))
            return known;
        var size = 1 << (6 * (continuations - 1));
        var branches = new List<Branch>();
        for (var b = 0; b < 64; b++)
        {
            var from = start + b * size;
            if (Continue(Clip(ranges, from, from + size - 1), from, continuations - 1) is { } target)
                Append(branches, (byte)(0x80 + b), target);
        }
        return _shared[key] = new Node([.. branches]);
    }

    private static void Append(List<Branch> branches, byte b, Node target)
    {
        if (branches.Count > 0 && branches[^1].Target == target && branches[^1].Last == b - 1)
            branches[^1] = branches[^1] with { Last = b };
        else
            branches.Add(new Branch(b, b, target));
    }

    private static List<(int First, int Last)> Clip(IEnumerable<(int First, int Last)> ranges, int first, int last) =>
        [.. ranges.Where(r => r.First <= last && r.Last >= first).Select(r => (Math.Max(r.First, first), Math.Min(r.Last, last)))];

    internal sealed class Node(Branch[] branches)
    {
        public Branch[] Branches { get; } = branches;
    }

    internal readonly record struct Branch(byte First, byte Last, Node Target);
}
