using System.Text;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>
/// An ECMA-262 regular expression with the u flag, asked only whether it is found in a string. It reads each character of
/// the string once, whatever the pattern: what could only be decided by backtracking is refused when it is made.
/// </summary>
internal sealed class Pattern
{
    /// <summary>A pattern whose table would be too large is walked state by state, if it has no more than these.</summary>
    private const int MaxWalkedStates = 2_000;

    private readonly Automaton _automaton;
    private readonly TransitionTable? _table;

    /// <exception cref="PatternException">Not a pattern, or one that is refused.</exception>
    public Pattern(string source)
    {
        Source = source;
        var (node, unsupported) = PatternParser.Parse(source);
        if (unsupported is not null)
        {
            throw new PatternException(
                $"{unsupported} cannot be decided without backtracking or is not in the base library", $"{unsupported} には対応していません", isUnsupported: true);
        }
        _automaton = Automaton.Of(node);
        _table = TransitionTable.TryBuild(_automaton);
        if (_table is null && _automaton.Count > MaxWalkedStates)
        {
            throw new PatternException(
                "it unfolds to more states than can be stepped through for each character", "展開後の状態数が多すぎます", isUnsupported: true);
        }
    }

    public string Source { get; }

    public bool IsMatch(ReadOnlySpan<byte> utf8) => _table?.IsMatch(utf8) ?? Walk(utf8);

    /// <summary>Without a table: all states at once, in time proportional to the string and the pattern.</summary>
    private bool Walk(ReadOnlySpan<byte> utf8)
    {
        var walk = new AutomatonWalk(_automaton);
        List<int> states = [_automaton.Start];
        List<int> next = [];
        var before = AutomatonWalk.Side.Nothing;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            utf8 = utf8[length..];
            var letter = _automaton.Alphabet.LetterOf(rune.Value);
            if (walk.Step(states, before, letter, next))
                return true;
            if (!next.Contains(_automaton.Start))
                next.Add(_automaton.Start);
            (states, next) = (next, states);
            before = walk.SideOf(letter);
        }
        return walk.Matches(states, before, AutomatonWalk.Side.Nothing);
    }
}
