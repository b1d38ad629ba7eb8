using System.Security.Cryptography;

namespace JcmHub.Domain.Methodologies.Reports;

/// <summary>
/// SHA-256 over the readings of one total: for each, in the report's order, the line <c>from/to value</c> as the report
/// writes them, ended by a line feed. Anyone can redo it from the report with a text tool.
/// </summary>
internal sealed class ReadingHash
{
    private const int LargestBuffer = 4096;

    private byte[] buffer = [];
    private int used;
    private IncrementalHash? hash;

    public void Append(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, ReadOnlySpan<byte> value)
    {
        var length = from.Length + to.Length + value.Length + 3;
        if (used + length > buffer.Length) MakeRoom(length);
        var line = buffer.AsSpan(used, length);
        from.CopyTo(line);
        line[from.Length] = (byte)'/';
        to.CopyTo(line[(from.Length + 1)..]);
        line[from.Length + 1 + to.Length] = (byte)' ';
        value.CopyTo(line[(from.Length + to.Length + 2)..]);
        line[^1] = (byte)'\n';
        used += length;
    }

    /// <summary><c>sha-256:</c> and lower-case hexadecimal digits.</summary>
    public string Digest()
    {
        if (hash is null) return "sha-256:" + Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, used)));
        hash.AppendData(buffer.AsSpan(0, used));
        used = 0;
        return "sha-256:" + Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private void MakeRoom(int length)
    {
        if (used + length <= LargestBuffer)
        {
            Array.Resize(ref buffer, Math.Min(LargestBuffer, Math.Max(buffer.Length * 2, used + length)));
            return;
        }

        hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(buffer.AsSpan(0, used));
        used = 0;
        if (length > buffer.Length) buffer = new byte[length];
    }
}
