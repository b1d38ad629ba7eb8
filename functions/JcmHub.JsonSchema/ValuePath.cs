using System.Text;
using JcmHub.JsonSchema.Runs;

namespace JcmHub.JsonSchema;

/// <summary>Where a value stands in its document: a view on the reader, valid only during the call that hands it over.</summary>
public readonly ref struct ValuePath
{
    private readonly ValidationRun _run;
    private readonly ReadOnlySpan<byte> _lastName;
    private readonly Position _position;

    internal ValuePath(ValidationRun run, int depth, ReadOnlySpan<byte> lastName, in Position position)
    {
        _run = run;
        Depth = depth;
        _lastName = lastName;
        _position = position;
    }

    /// <summary>How many steps lead here; 0 for the whole document.</summary>
    public int Depth { get; }

    /// <summary>Line of the value's first byte, from 1.</summary>
    public long Line => _position.Line;

    /// <summary>Column of the value's first byte in Unicode code points, from 1.</summary>
    public long Column => _position.Column;

    /// <summary>The value's first byte, counted from the start of the document.</summary>
    public long Offset => _position.Offset;

    /// <summary>The steps from the document inwards.</summary>
    public PathSegment this[int index] => index >= 0 && index < Depth
        ? _run.Segment(index, _lastName)
        : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The innermost step.</summary>
    public PathSegment Last => this[Depth - 1];

    /// <summary>The path as a JSON Pointer; allocates.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Depth; i++)
            text.Append('/').Append(Text.PointerText.Escape(this[i].ToString()));
        return text.ToString();
    }
}
