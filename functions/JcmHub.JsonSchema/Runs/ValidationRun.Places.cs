using System.Text;
using JcmHub.JsonSchema.Plans;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Runs;

/// <summary>Where an error is: in the document and in the schema; and errors that end the reading.</summary>
internal sealed partial class ValidationRun
{
    private readonly List<string> _edges = [];

    /// <summary>
    /// The bytes are not JSON, or over a limit: the reading ends here. Told at the innermost open container, or at the
    /// member of it that is named.
    /// </summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="position">Where, counted in the piece at hand.</param>
    /// <param name="skipped">What lies between the last token read and that place, all on one line.</param>
    /// <param name="isNamed">Is the place the member <paramref name="name"/>?</param>
    /// <param name="name">The member's name.</param>
    private void Fault(string code, int position, ReadOnlySpan<byte> skipped, bool isNamed = false, ReadOnlySpan<byte> name = default)
    {
        _isInvalid = true;
        _isFinished = true;
        if (_errors.Count == _options.MaxErrors)
        {
            _isOmitted = true;
            return;
        }
        var start = _text.Length;
        WriteInstance(isNamed ? _depth : _depth - 1, name);
        var at = PositionAt(position);
        var phrase = FaultWording.Of(code, _options);
        _errors.Add((new ValidationError(code, Encoding.UTF8.GetString(_text[start, _text.Length - start]), "", at.Line,
            at.Column - StringScanner.ContinuationBytes(skipped), phrase.En, phrase.Ja), at.Offset));
    }

    private void WriteTexts(ref HeldError error, int slotDepth, Slot slot, int instanceDepth, ReadOnlySpan<byte> name)
    {
        BeginFailure();
        error.TextStart = _text.Length;
        WriteInstance(instanceDepth, name);
        error.InstanceLength = _text.Length - error.TextStart;
        WriteKeyword(slotDepth, slot, error.Assertion!.Edge);
        error.KeywordLength = _text.Length - error.TextStart - error.InstanceLength;
    }

    private void WriteInstance(int depth, ReadOnlySpan<byte> lastName)
    {
        for (var i = 0; i < depth; i++)
        {
            var segment = Segment(i, lastName);
            if (segment.IsIndex)
                PointerText.AppendToken(_text, segment.Index);
            else
                PointerText.AppendToken(_text, segment.Name);
        }
    }

    private void WriteKeyword(int depth, Slot slot, string lastEdge)
    {
        _edges.Clear();
        _edges.Add(lastEdge);
        while (true)
        {
            _edges.Add(slot.Edge);
            if (slot.Parent is not null)
            {
                slot = slot.Parent;
                continue;
            }
            if (depth == 0)
                break;
            depth--;
            slot = _frames[depth].Plan.Slots[slot.Outer[0]];
        }
        for (var i = _edges.Count - 1; i >= 0; i--)
            PointerText.AppendText(_text, _edges[i]);
    }
}
