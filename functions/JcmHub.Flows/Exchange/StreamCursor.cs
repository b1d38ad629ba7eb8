namespace JcmHub.Flows.Exchange;

/// <summary>How far a stream was delivered, and who is at it (D5). Changes only under its version, and with a receipt in the receipt's transaction.</summary>
/// <param name="Delivered">The number of the last record with a receipt in the ledger.</param>
/// <param name="Accepted">The number of the last record that its destination took, receipted or not; never below <paramref name="Delivered"/>.</param>
/// <param name="Lease">Who delivers at the moment; none where nobody does.</param>
public sealed record StreamCursor(long Delivered, long Accepted, StreamLease? Lease)
{
    /// <summary>A stream of which nothing was delivered.</summary>
    public static StreamCursor Start { get; } = new(0, 0, null);

    /// <summary>Whether someone delivers at that moment.</summary>
    public bool IsLeasedAt(DateTimeOffset now) => Lease is { } lease && lease.Until > now;
}

/// <summary>One dispatcher's turn at a stream. It only saves work; the receiver is the fence (D5).</summary>
/// <param name="Owner">The dispatch that holds it.</param>
/// <param name="Until">When it ends by itself, its owner being dead.</param>
public sealed record StreamLease(string Owner, DateTimeOffset Until);
