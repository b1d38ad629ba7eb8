using System.Buffers;

namespace JcmHub.JsonSchema.Runs;

/// <summary>
/// Hands a document that comes in pieces to a run: collects pieces into one buffer, which grows only for a token longer
/// than it, up to the limits.
/// </summary>
internal sealed class DocumentFeed(ValidationRun run, SchemaOptions options, int bufferSize) : IDisposable
{
    public const int DefaultBuffer = 128 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
    private int _size = bufferSize;
    private int _length;
    private long _total;

    public ValidationRun Run { get; } = run;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_length, _size - _length);

    /// <summary>So many bytes were put into <see cref="Free"/>. False when no more are wanted.</summary>
    public bool Filled(int count)
    {
        var within = (int)Math.Min(count, options.MaxDocumentBytes - _total);
        _total += count;
        _length += within;
        if (within < count)
        {
            Advance(isFinal: false);
            Run.RefuseSize(_buffer.AsSpan(0, _length));
            return false;
        }
        // A full buffer only: small pieces would have their last token read over and over.
        if (_length == _size)
            Advance(isFinal: false);
        if (_length == _size)
            Grow();
        return !Run.IsFinished;
    }

    public bool Append(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            var part = Math.Min(piece.Length, _size - _length);
            piece[..part].CopyTo(Free.Span);
            if (!Filled(part))
                return false;
            piece = piece[part..];
        }
        return true;
    }

    public void End()
    {
        if (!Run.IsFinished)
            Advance(isFinal: true);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Advance(bool isFinal)
    {
        var consumed = Run.Advance(_buffer.AsSpan(0, _length), isFinal);
        _buffer.AsSpan(consumed, _length - consumed).CopyTo(_buffer);
        _length -= consumed;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(_size * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _size *= 2;
    }
}
