namespace JcmHub.Flows.Exchange;

/// <summary>How far a stream was delivered, and whether it rests after a failure (D5).</summary>
/// <param name="Delivered">The number of the last record with a receipt in the ledger.</param>
/// <param name="Failures">Failures in a row since the last receipt.</param>
/// <param name="NotBefore">Until when the stream rests.</param>
public sealed record StreamCursor(long Delivered, int Failures, DateTimeOffset? NotBefore)
{
    /// <summary>A stream of which nothing was delivered.</summary>
    public static StreamCursor Start { get; } = new(0, 0, null);
}
