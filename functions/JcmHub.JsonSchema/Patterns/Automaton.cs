namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// A nondeterministic automaton over the letters of a pattern's alphabet. States are numbered; 0 is the match.
/// </summary>
internal sealed class Automaton
{
    /// <summary>A pattern of more states than this is refused: counted repetition can ask for any number of them.</summary>
    public const int MaxStates = 100_000;

    public const int Match = 0;

    private readonly List<AutomatonState> _states = [new AutomatonState()];

    private readonly bool[] _words;

    private Automaton(Alphabet alphabet)
    {
        Alphabet = alphabet;
        _words = alphabet.LettersOf(CharacterClasses.Word);
    }

    public Alphabet Alphabet { get; }

    public int Start { get; private set; }

    public int Count => _states.Count;

    public AutomatonState this[int state] => _states[state];

    public bool UsesStart { get; private set; }

    public bool UsesWords { get; private set; }

    /// <exception cref="PatternException">It would take too many states.</exception>
    public static Automaton Of(PatternNode pattern)
    {
        var sets = new List<CodePointSet> { CharacterClasses.Word };
        Collect(pattern, sets);
        var automaton = new Automaton(new Alphabet(sets));
        automaton.Start = automaton.Add(pattern, Match);
        return automaton;
    }

    /// <summary>Is this letter one of words?</summary>
    public bool IsWord(int letter) => _words[letter];

    private static void Collect(PatternNode node, List<CodePointSet> sets)
    {
        switch (node)
        {
            case PatternNode.OneOf { Set: var set }:
                sets.Add(set);
                break;
            case PatternNode.Sequence { Parts: var parts }:
                parts.ForEach(part => Collect(part, sets));
                break;
            case PatternNode.Choice { Parts: var parts }:
                parts.ForEach(part => Collect(part, sets));
                break;
            case PatternNode.Repeat { Part: var part }:
                Collect(part, sets);
                break;
        }
    }

    private int Add(PatternNode node, int next)
    {
        switch (node)
        {
            case PatternNode.OneOf { Set: var set }:
                return New(new AutomatonState { Letters = Alphabet.LettersOf(set), Targets = [next] });
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
