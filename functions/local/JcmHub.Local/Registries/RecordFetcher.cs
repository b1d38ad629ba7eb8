namespace JcmHub.Local.Registries;

/// <summary>A simulated registry's worker that fetches records until it is stopped; whatever fails is tried again.</summary>
internal abstract class RecordFetcher : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ReceiptPost _post;
    private readonly TimeProvider _time;
    private Task _working = Task.CompletedTask;

    protected RecordFetcher(ReceiptPost post, TimeProvider time)
    {
        _post = post;
        _time = time;
    }

    public void Start() => _working = WorkAsync(_stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _working;
        await CloseAsync();
        _stopping.Dispose();
        _post.Dispose();
    }

    /// <summary>Fetches what is there and takes it; false where nothing came of it, so that a pause is due.</summary>
    protected abstract Task<bool> FetchAsync(ReceiptPost post, CancellationToken cancellation);

    /// <summary>Whether a failure is the other side's, so that the fetcher goes on.</summary>
    protected abstract bool IsPassing(Exception failure);

    protected abstract ValueTask CloseAsync();

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (_post.IsDown || !await FetchAsync(_post, cancellation))
                    await Task.Delay(s_pause, _time, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (IsPassing(failure))
            {
                await Task.Delay(s_pause, _time, CancellationToken.None);
            }
        }
    }
}
