using System.Security.Cryptography;

namespace JcmHub.Flows.Intake;

/// <summary>
/// A report as it is read: what passes is hashed, counted, and staged where it is to be stored, so that one pass gives the
/// verdict, the numbers, the content hash and the copy.
/// </summary>
internal sealed class ArrivingReport(Stream body, IStagedReport? staged = null, long maximumBytes = long.MaxValue) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _passed;

    /// <summary>Whether there were more bytes than the maximum; what is beyond was not read.</summary>
    public bool IsTooLarge => _passed > maximumBytes;

    /// <summary>The hash of what has passed.</summary>
    public string ContentHash => Flows.ContentHash.Of(_hash);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsTooLarge)
            return 0;
        // One byte more than the maximum tells that there is more.
        var wanted = maximumBytes - _passed < buffer.Length ? buffer[..(int)(maximumBytes - _passed + 1)] : buffer;
        var read = await body.ReadAsync(wanted, cancellationToken);
        _passed += read;
        _hash.AppendData(buffer.Span[..read]);
        if (staged is not null && read > 0 && !IsTooLarge)
            await staged.WriteAsync(buffer[..read], cancellationToken);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A report is read without blocking.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
