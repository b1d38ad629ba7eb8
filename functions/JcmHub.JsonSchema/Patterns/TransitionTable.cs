using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>The deterministic form of an automaton: one table look-up per byte.</summary>
internal sealed class TransitionTable
{
    private const int Dead = 0;
    private const int Accepted = 1;
    private const int MaxEntries = 1 << 21;

    /// <summary>States stepped through while building: what bounds the time that a pattern may take to compile.</summary>
    private const int MaxWork = 10_000_000;

    private readonly byte[] _classes;
    private readonly int[] _moves;
    private readonly bool[] _acceptsAtEnd;
    private readonly int _width;
    private readonly int _start;

    private TransitionTable(byte[] classes, int width, List<int> moves, List<bool> acceptsAtEnd, int start)
    {
        _classes = classes;
        _width = width;
        _moves = [.. moves];
        _acceptsAtEnd = [.. acceptsAtEnd];
        _start = start;
    }

    /// <summary>The table, or null where it would grow too large.</summary>
    public static TransitionTable? TryBuild(Automaton automaton) => new Builder(automaton).TryBuild();

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        // Every entry of the table is in range by construction; the hottest loop of all does without the checks.
        ref var classes = ref MemoryMarshal.GetArrayDataReference(_classes);
        ref var moves = ref MemoryMarshal.GetArrayDataReference(_moves);
        var width = _width;
        var state = _start * width;
        foreach (var b in text)
        {
            state = Unsafe.Add(ref moves, state + Unsafe.Add(ref classes, b));
            if (state <= width)
                return state == width;
        }
        return _acceptsAtEnd[state / width];
    }

    private sealed class Builder(Automaton automaton)
    {
        private readonly AutomatonWalk _walk = new(automaton);
        private readonly Dictionary<string, int> _numbers = [];
        private readonly List<(List<int> States, AutomatonWalk.Side Before)> _known = [];
        private readonly List<int> _moves = [];
        private readonly List<bool> _acceptsAtEnd = [];
        private int _work;

        public TransitionTable? TryBuild()
        {
            var (classes, samples) = Classes();
            var width = samples.Count;
            _known.AddRange([([], AutomatonWalk.Side.Other), ([], AutomatonWalk.Side.Other)]);
            _acceptsAtEnd.AddRange([false, true]);
            _moves.AddRange(Enumerable.Repeat(Dead, width));
            _moves.AddRange(Enumerable.Repeat(Accepted * width, width));
            var start = Number([automaton.Start], AutomatonWalk.Side.Nothing);
            // Unless every match begins at the start, one may begin at every position.
            var isAnchored = IsAnchored();
            for (var state = start; state < _known.Count; state++)
            {
                if (_known.Count * width > MaxEntries || _work > MaxWork)
                    return null;
                Fill(state, samples, width, isAnchored);
            }
            return new TransitionTable(classes, width, _moves, _acceptsAtEnd, start);
        }

        private void Fill(int state, List<byte> samples, int width, bool isAnchored)
        {
            var (states, before) = _known[state];
            var next = new List<int>();
            foreach (var b in samples)
            {
                _work += states.Count;
                if (_walk.Step(states, before, b, next))
                {
                    _moves.Add(Accepted * width);
                    continue;
                }
                if (!isAnchored && !next.Contains(automaton.Start))
                    next.Add(automaton.Start);
                _moves.Add(next.Count == 0 ? Dead : Number(next, AutomatonWalk.SideOf(b)) * width);
            }
        }

        private int Number(List<int> states, AutomatonWalk.Side before)
        {
            // Only what the pattern asks about a position tells its states apart.
            if (!automaton.UsesWords && (before != AutomatonWalk.Side.Nothing || !automaton.UsesStart))
                before = AutomatonWalk.Side.Other;
            states.Sort();
            var key = $"{(int)before}:{string.Join(',', states)}";
            if (_numbers.TryGetValue(key, out var number))
                return number;
            number = _known.Count;
            _numbers.Add(key, number);
            _known.Add(([.. states], before));
            _acceptsAtEnd.Add(_walk.Matches(states, before, AutomatonWalk.Side.Nothing));
            return number;
        }

        private bool IsAnchored()
        {
            var next = new List<int>();
            foreach (var side in (ReadOnlySpan<AutomatonWalk.Side>)[AutomatonWalk.Side.Word, AutomatonWalk.Side.Other])
            {
                if (_walk.Matches([automaton.Start], side, AutomatonWalk.Side.Nothing))
                    return false;
                for (var b = 0; b < 256; b++)
                {
                    if (_walk.Step([automaton.Start], side, (byte)b, next) || next.Count > 0)
                        return false;
                }
            }
            return true;
        }

        /// <summary>Bytes that no move and no test of a position tells apart share a column of the table.</summary>
        private (byte[] Classes, List<byte> Samples) Classes()
        {
            var begins = new bool[257];
            begins[0x80] = begins[0xC0] = true;
            for (var state = 0; state < automaton.Count; state++)
            {
                foreach (var (first, last, _) in automaton[state].Moves)
                    begins[first] = begins[last + 1] = true;
            }
            for (var b = 1; b < 256; b++)
                begins[b] |= automaton.UsesWords && AutomatonWalk.SideOf((byte)b) != AutomatonWalk.SideOf((byte)(b - 1));
            var classes = new byte[256];
            var samples = new List<byte> { 0 };
            for (var b = 1; b < 256; b++)
            {
                if (begins[b])
                    samples.Add((byte)b);
                classes[b] = (byte)(samples.Count - 1);
            }
            return (classes, samples);
        }
    }
}
