using JcmHub.JsonSchema.Plans;
using JcmHub.JsonSchema.Text;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// One reading of one document: takes bytes in pieces of any size, holds what is open, and nothing of what has passed
/// except errors and what <c>uniqueItems</c> must compare. Used again for the next document, so that a reader in the
/// steady state allocates nothing.
/// </summary>
internal sealed partial class ValidationRun
{
    private const int MaxKeptBytes = 4 << 20;

    private readonly PlanLibrary _library;
    private readonly SchemaOptions _options;
    private readonly int _maxProperties;
    private readonly int _maxStringBytes;
    private readonly int _maxPathBytes;
    private readonly ByteArena _names = new();
    private readonly NameSet _unknownNames = new();
    private readonly CanonicalForm _form = new();
    private readonly List<ItemSet> _itemSets = [];

    private IValueSink? _sink;
    private Frame[] _frames = new Frame[16];
    private int _depth;
    private ulong[] _state = new ulong[64];
    private int _stateLength;
    private int _usedItemSets;
    private bool _isFormWanted;

    /// <summary>What the open item sets take beside the forms themselves.</summary>
    private long _itemSetBytes;

    /// <summary>The plan of the value that comes next.</summary>
    private LocationPlan _plan;

    private Expect _expect;
    private bool _isFinished;
    private bool _needsMore;

    /// <summary>Bytes of the document before the piece at hand.</summary>
    private long _offset;

    /// <summary>Where the token at hand begins in the piece at hand.</summary>
    private int _token;

    private long _line;
    private long _lineStart;

    /// <summary>Continuation bytes on this line so far, which columns leave out.</summary>
    private long _lineExtra;

    private byte[] _nameText = [];
    private int _nameLength;
    private byte[] _valueText = [];

    public ValidationRun(PlanLibrary library)
    {
        _library = library;
        _options = library.Options;
        _maxProperties = library.Options.MaxProperties;
        _maxStringBytes = library.Options.MaxStringBytes;
        _maxPathBytes = library.Options.MaxPathBytes;
        _plan = library.Root;
    }

    /// <summary>Nothing more is wanted: the document is refused, or too many errors were found.</summary>
    public bool IsFinished => _isFinished;

    /// <summary>A run that one document has swollen is not kept for the next.</summary>
    public bool IsWorthKeeping => _form.Capacity + _unknownNames.Capacity + _names.Capacity + _text.Capacity + _nameText.Length + _valueText.Length < MaxKeptBytes;

    public void Begin(IValueSink? sink)
    {
        _sink = sink;
        _plan = _library.Root;
        _expect = Expect.Start;
        _isFinished = false;
        _offset = 0;
        _line = 1;
        _lineStart = 0;
        _lineExtra = 0;
        _depth = 0;
        _stateLength = 0;
        _usedItemSets = 0;
        _isFormWanted = false;
        _itemSetBytes = 0;
        _names.Truncate(0);
        _unknownNames.Clear();
        _form.Clear();
        ClearErrors();
    }

    /// <summary>
    /// Reads on. What is not consumed, the beginning of a token, has to come again with more behind it.
    /// </summary>
    /// <returns>The bytes consumed.</returns>
    public int Advance(ReadOnlySpan<byte> data, bool isFinal)
    {
        try
        {
            return Read(data, isFinal);
        }
        catch (PlanTooLargeException)
        {
            Fault(ErrorCodes.LimitEvaluations, _token, default);
            return data.Length;
        }
    }

    /// <summary>The document is longer than the limit, which lies after what was consumed and this rest of it.</summary>
    public void RefuseSize(ReadOnlySpan<byte> rest)
    {
        if (!_isFinished)
            Fault(ErrorCodes.LimitSize, rest.Length, rest);
    }

    internal PathSegment Segment(int index, ReadOnlySpan<byte> lastName)
    {
        ref var around = ref _frames[index];
        if (!around.IsObject)
            return new PathSegment(around.Count - 1);
        return new PathSegment(index + 1 < _depth ? _names[_frames[index + 1].NameStart, _frames[index + 1].NameLength] : lastName);
    }

    private Position PositionAt(int index) => new(_offset + index, _line, _offset + index - _lineStart - _lineExtra + 1);
}
