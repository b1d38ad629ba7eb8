using Side = JcmHub.JsonSchema.Patterns.AutomatonWalk.Side;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>Numbers the sets of states that an automaton can be in, and fills in where each letter leads.</summary>
internal sealed class TransitionTableBuilder(Automaton automaton)
{
    private const int Dead = 0;
    private const int Accepted = 1;
    private const int MaxEntries = 1 << 21;

    /// <summary>States visited while building: what bounds the time that a pattern may take to compile.</summary>
    private const int MaxWork = 1_000_000;

    private readonly AutomatonWalk _walk = new(automaton);
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<(List<int> States, Side Before)> _known = [([], Side.Other), ([], Side.Other)];
    private readonly List<int> _moves = [];
    private readonly List<bool> _acceptsAtEnd = [false, true];
    private readonly int _width = automaton.Alphabet.Count;

    public TransitionTable? TryBuild(Func<List<int>, List<bool>, int, TransitionTable> make)
    {
        _moves.AddRange(Enumerable.Repeat(Dead * _width, _width));
        _moves.AddRange(Enumerable.Repeat(Accepted * _width, _width));
        var start = Number([automaton.Start], Side.Nothing);
        // Unless every match begins at the start, one may begin at every position.
        var isAnchored = IsAnchored();
        for (var state = start; state < _known.Count; state++)
        {
            if ((long)_known.Count * _width > MaxEntries || _walk.Work > MaxWork)
                return null;
            Fill(state, isAnchored);
        }
        return make(_moves, _acceptsAtEnd, start);
    }

    private void Fill(int state, bool isAnchored)
    {
        var (states, before) = _known[state];
        var next = new List<int>();
        for (var letter = 0; letter < _width; letter++)
        {
            if (_walk.Step(states, before, letter, next))
            {
                _moves.Add(Accepted * _width);
                continue;
            }
            if (!isAnchored && !next.Contains(automaton.Start))
                next.Add(automaton.Start);
            _moves.Add(next.Count == 0 ? Dead : Number(next, _walk.SideOf(letter)) * _width);
        }
    }

    private int Number(List<int> states, Side before)
    {
        // Only what the pattern asks about a position tells its states apart.
        if (!automaton.UsesWords && (before != Side.Nothing || !automaton.UsesStart))
            before = Side.Other;
        states.Sort();
        var key = string.Create(states.Count * 2 + 1, (states, before), static (text, set) =>
        {
            text[0] = (char)set.before;
            for (var i = 0; i < set.states.Count; i++)
                (text[i * 2 + 1], text[i * 2 + 2]) = ((char)(set.states[i] >> 16), (char)(set.states[i] & 0xFFFF));
        });
        if (_numbers.TryGetValue(key, out var number))
            return number;
        number = _known.Count;
        _numbers.Add(key, number);
        _known.Add(([.. states], before));
        _acceptsAtEnd.Add(_walk.Matches(states, before, Side.Nothing));
        return number;
    }

    private bool IsAnchored()
    {
        List<int> start = [automaton.Start];
        var next = new List<int>();
        foreach (var before in (ReadOnlySpan<Side>)[Side.Word, Side.Other])
        {
            if (_walk.Matches(start, before, Side.Nothing))
                return false;
            for (var letter = 0; letter < _width; letter++)
            {
                if (_walk.Step(start, before, letter, next) || next.Count > 0)
                    return false;
            }
        }
        return true;
    }
}
