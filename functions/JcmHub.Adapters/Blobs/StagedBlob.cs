using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using JcmHub.Flows.Intake;

namespace JcmHub.Adapters.Blobs;

/// <summary>
/// A block blob that is written before it is known whether it is wanted. What fits into one block is held here until then; of
/// more, full blocks are sent on, uncommitted, and the storage forgets them within a week if nobody commits them.
/// </summary>
internal sealed class StagedBlob(BlockBlobClient blob) : IStagedReport
{
    private const int BlockBytes = 4 * 1024 * 1024;

    private readonly List<string> _blocks = [];
    private byte[] _pending = new byte[64 * 1024];
    private int _length;
    private bool _isKept;

    /// <inheritdoc />
    public string Blob => blob.Name;

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        while (!part.IsEmpty)
        {
            if (_length == BlockBytes)
                await StageAsync(cancellationToken);
            var taken = Math.Min(part.Length, BlockBytes - _length);
            if (_length + taken > _pending.Length)
                Array.Resize(ref _pending, Math.Min(BlockBytes, Math.Max(_pending.Length * 2, _length + taken)));
            part[..taken].CopyTo(_pending.AsMemory(_length));
            _length += taken;
            part = part[taken..];
        }
    }

    /// <inheritdoc />
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (_isKept)
            return;
        var json = new BlobHttpHeaders { ContentType = "application/json" };
        if (_blocks.Count == 0)
        {
            using var all = new MemoryStream(_pending, 0, _length, writable: false);
            await blob.UploadAsync(all, new BlobUploadOptions { HttpHeaders = json }, cancellationToken);
        }
        else
        {
            await StageAsync(cancellationToken);
            await blob.CommitBlockListAsync(_blocks, new CommitBlockListOptions { HttpHeaders = json }, cancellationToken);
        }

        _isKept = true;
    }

    /// <inheritdoc />
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (_isKept)
            await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(_blocks.Count.ToString("D8", CultureInfo.InvariantCulture)));
        using var block = new MemoryStream(_pending, 0, _length, writable: false);
        await blob.StageBlockAsync(id, block, cancellationToken: cancellationToken);
        _blocks.Add(id);
        _length = 0;
    }
}
