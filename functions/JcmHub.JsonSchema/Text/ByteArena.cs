namespace JcmHub.JsonSchema.Text;

/// <summary>A growing run of bytes that is cut back like a stack; kept from one document to the next.</summary>
internal sealed class ByteArena
{
    private byte[] _bytes = [];

    public int Capacity => _bytes.Length;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> this[int start, int length] => _bytes.AsSpan(start, length);

    public int Append(scoped ReadOnlySpan<byte> bytes)
    {
        var start = Length;
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
        return start;
    }

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Room for so many bytes after the end, taken by <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(Math.Max(256, checked(Length + count)), (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public Span<byte> Writable(int start, int length) => _bytes.AsSpan(start, length);

    public void Truncate(int length) => Length = length;
}
