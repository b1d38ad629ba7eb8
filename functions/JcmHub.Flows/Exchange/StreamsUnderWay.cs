namespace JcmHub.Flows.Exchange;

/// <summary>
/// The streams that this process delivers at the moment. Each of a stream's records has a message of its own: whoever comes with one
/// meanwhile leaves its hint with the one who is at it, instead of asking the storage for a lease that is taken.
/// </summary>
internal sealed class StreamsUnderWay
{
    private readonly Dictionary<StreamId, long> _hinted = [];

    /// <summary>Begins with a stream; false where it is under way, and the hint was left there.</summary>
    public bool TryEnter(StreamHint hint)
    {
        lock (_hinted)
        {
            if (_hinted.TryAdd(hint.Stream, 0))
                return true;
            _hinted[hint.Stream] = Math.Max(_hinted[hint.Stream], hint.Record ?? long.MaxValue);
            return false;
        }
    }

    /// <summary>Ends with a stream.</summary>
    /// <returns>The highest number that was hinted at meanwhile; 0 where nobody came.</returns>
    public long Leave(StreamId stream)
    {
        lock (_hinted)
            return _hinted.Remove(stream, out var hinted) ? hinted : 0;
    }
}
