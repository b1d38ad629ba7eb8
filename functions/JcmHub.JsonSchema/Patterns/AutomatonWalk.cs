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

    public static Side SideOf(byte b) =>
        b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (byte)'_' ? Side.Word : Side.Other;

    /// <summary>Does one of the states match at a position between these sides?</summary>
    public bool Matches(List<int> states, Side before, Side after) => Reach(states, before, after);

    /// <summary>
    /// Moves all states over a byte into <paramref name="next"/>; true when one of them matches before the byte, after
    /// which nothing else matters. Within a character no position is tested: states there only wait for bytes.
    /// </summary>
    public bool Step(List<int> states, Side before, byte b, List<int> next)
    {
        next.Clear();
        var isInCharacter = (b & 0xC0) == 0x80;
        if (!isInCharacter && Reach(states, before, SideOf(b)))
            return true;
        _mark++;
        foreach (var state in isInCharacter ? states : _reached)
        {
            foreach (var (first, last, target) in automaton[state].Moves)
            {
                if (b < first || b > last || _targetMarks[target] == _mark)
                    continue;
                _targetMarks[target] = _mark;
                next.Add(target);
            }
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
            if (state == Automaton.Match)
                return true;
            var at = automaton[state];
            if (at.Moves.Length > 0)
                _reached.Add(state);
            if (at.Edge is { } edge && !Holds(edge, before, after))
                continue;
            foreach (var target in at.Targets)
                Push(target);
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
