namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// Steps through an automaton with a set of states at once: what both the table builder and the walk without a table do.
/// One instance is for one thread.
/// </summary>
internal sealed class AutomatonWalk(Automaton automaton)
{
    private readonly int[] _marks = new int[automaton.Count];
    private readonly int[] _targetMarks = new int[automaton.Count];
    private readonly Stack<int> _open = new();
    private readonly List<int> _reached = [];
    private int _mark;

    /// <summary>What stands before or after a position.</summary>
    public enum Side
    {
        Nothing,
        Word,
        Other,
    }

    /// <summary>States visited so far, in all steps.</summary>
    public long Work { get; private set; }

    public Side SideOf(int letter) => automaton.IsWord(letter) ? Side.Word : Side.Other;

    /// <summary>Does one of the states match at a position between these sides?</summary>
    public bool Matches(List<int> states, Side before, Side after) => Reach(states, before, after);

    /// <summary>
    /// Moves all states over a letter into <paramref name="next"/>; true when one of them matches before the letter, after
    /// which nothing else matters.
    /// </summary>
    public bool Step(List<int> states, Side before, int letter, List<int> next)
    {
        next.Clear();
        if (Reach(states, before, SideOf(letter)))
            return true;
        foreach (var state in _reached)
        {
            var at = automaton[state];
            var target = at.Targets[0];
            if (!at.Letters![letter] || _targetMarks[target] == _mark)
                continue;
            _targetMarks[target] = _mark;
            next.Add(target);
        }
        return false;
    }

    private bool Reach(List<int> states, Side before, Side after)
    {
        _mark++;
        _reached.Clear();
        _open.Clear();
        foreach (var state in states)
            Push(state);
        while (_open.TryPop(out var state))
        {
            Work++;
            if (state == Automaton.Match)
                return true;
            var at = automaton[state];
            if (at.Letters is not null)
                _reached.Add(state);
            else if (at.Edge is not { } edge || Holds(edge, before, after))
            {
                foreach (var target in at.Targets)
                    Push(target);
            }
        }
        return false;
    }

    private void Push(int state)
    {
        if (_marks[state] == _mark)
            return;
        _marks[state] = _mark;
        _open.Push(state);
    }

    private static bool Holds(EdgeKind edge, Side before, Side after) => edge switch
    {
        EdgeKind.Start => before == Side.Nothing,
        EdgeKind.End => after == Side.Nothing,
        EdgeKind.WordBoundary => (before == Side.Word) != (after == Side.Word),
        _ => (before == Side.Word) == (after == Side.Word),
    };
}
