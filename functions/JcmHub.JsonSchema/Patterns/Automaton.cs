namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// A nondeterministic automaton over UTF-8 bytes. States are numbered; 0 is the match.
/// </summary>
internal sealed class Automaton
{
    /// <summary>A pattern of more states than this is refused: counted repetition can ask for any number of them.</summary>
    public const int MaxStates = 100_000;

    public const int Match = 0;

    private readonly List<AutomatonState> _states = [new AutomatonState()];
    private readonly Dictionary<CodePointSet, Utf8Tree> _trees = [];

    private Automaton()
    {
    }

    public int Start { get; private set; }

    public int Count => _states.Count;

    public AutomatonState this[int state] => _states[state];

    public bool UsesStart { get; private set; }

    public bool UsesWords { get; private set; }

    /// <exception cref="PatternException">It would take too many states.</exception>
    public static Automaton Of(PatternNode pattern)
    {
        var automaton = new Automaton();
        automaton.Start = automaton.Add(pattern, Match);
        return automaton;
    }

    private int Add(PatternNode node, int next)
    {
        switch (node)
        {
            case PatternNode.OneOf { Set: var set }:
                if (!_trees.TryGetValue(set, out var tree))
                    _trees.Add(set, tree = new Utf8Tree(set));
                return Place(tree.Root, next, []);
            case PatternNode.Sequence { Parts: var parts }:
                for (var i = parts.Count - 1; i >= 0; i--)
                    next = Add(parts[i], next);
                return next;
            case PatternNode.Choice { Parts: var parts }:
                return New(new AutomatonState { Targets = [.. parts.Select(part => Add(part, next))] });
            case PatternNode.Edge { Kind: var kind }:
                UsesStart |= kind == EdgeKind.Start;
                UsesWords |= kind is EdgeKind.WordBoundary or EdgeKind.NoWordBoundary;
                return New(new AutomatonState { Edge = kind, Targets = [next] });
            default:
                return AddRepeat((PatternNode.Repeat)node, next);
        }
    }

    private int AddRepeat(PatternNode.Repeat repeat, int next)
    {
        if (repeat.Max < 0)
        {
            var loop = New(new AutomatonState());
            _states[loop].Targets = [Add(repeat.Part, loop), next];
            next = loop;
        }
        var end = next;
        for (var i = repeat.Min; i < repeat.Max; i++)
            next = New(new AutomatonState { Targets = [Add(repeat.Part, next), end] });
        for (var i = 0; i < repeat.Min; i++)
        {
            var before = Count;
            next = Add(repeat.Part, next);
            // What adds nothing adds nothing a billion times.
            if (Count == before)
                break;
        }
        return next;
    }

    private int Place(Utf8Tree.Node node, int next, Dictionary<Utf8Tree.Node, int> placed)
    {
        if (node == Utf8Tree.End)
            return next;
        if (placed.TryGetValue(node, out var known))
            return known;
        var moves = new (byte, byte, int)[node.Branches.Length];
        for (var i = 0; i < moves.Length; i++)
            moves[i] = (node.Branches[i].First, node.Branches[i].Last, Place(node.Branches[i].Target, next, placed));
        return placed[node] = New(new AutomatonState { Moves = moves });
    }

    private int New(AutomatonState state)
    {
        if (_states.Count == MaxStates)
        {
            throw new PatternException(
                $"repetition that unfolds to more than {MaxStates} states", $"繰り返しの展開が{MaxStates}状態を超えます", isUnsupported: true);
        }
        _states.Add(state);
        return _states.Count - 1;
    }
}

/// <summary>Either moves on bytes, or steps to its targets without a byte, under the condition of its edge where it has one.</summary>
internal sealed class AutomatonState
{
    public (byte First, byte Last, int Target)[] Moves { get; init; } = [];

    public int[] Targets { get; set; } = [];

    public EdgeKind? Edge { get; init; }
}
