using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace JcmHub.JsonSchema.Patterns;

/// <summary>The deterministic form of an automaton: one look-up of the letter and one of the move per character.</summary>
internal sealed class TransitionTable
{
    private readonly Alphabet _alphabet;
    private readonly int[] _moves;
    private readonly bool[] _acceptsAtEnd;
    private readonly int _width;
    private readonly int _start;

    private TransitionTable(Alphabet alphabet, List<int> moves, List<bool> acceptsAtEnd, int start)
    {
        _alphabet = alphabet;
        _width = alphabet.Count;
        _moves = [.. moves];
        _acceptsAtEnd = [.. acceptsAtEnd];
        _start = start;
    }

    /// <summary>The table, or null where it would grow too large.</summary>
    public static TransitionTable? TryBuild(Automaton automaton) => new TransitionTableBuilder(automaton).TryBuild(
        (moves, acceptsAtEnd, start) => new TransitionTable(automaton.Alphabet, moves, acceptsAtEnd, start));

    /// <summary>Is the pattern found in this valid UTF-8?</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        // Every entry of the table is in range by construction; the hottest loop of all does without the checks.
        ref var ascii = ref MemoryMarshal.GetArrayDataReference(_alphabet.Ascii);
        ref var moves = ref MemoryMarshal.GetArrayDataReference(_moves);
        var width = _width;
        var state = _start * width;
        for (var i = 0; i < text.Length; i++)
        {
            int letter;
            if (text[i] < 0x80)
                letter = Unsafe.Add(ref ascii, text[i]);
            else
            {
                Rune.DecodeFromUtf8(text[i..], out var rune, out var length);
                letter = _alphabet.LetterOf(rune.Value);
                i += length - 1;
            }
            state = Unsafe.Add(ref moves, state + letter);
            // The first two states are the ends: no match any more, and matched.
            if (state <= width)
                return state == width;
        }
        return _acceptsAtEnd[state / width];
    }
}
