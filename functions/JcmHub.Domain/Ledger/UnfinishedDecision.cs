namespace JcmHub.Domain.Ledger;

/// <summary>A decision whose parts are not all written (D4). There is one at a time: the next decision of the host finishes it first.</summary>
/// <param name="Id">The decision.</param>
/// <param name="SeenUntil">The last entry before its parts, while they are not to be seen; null once all amounts are notified and only records are still to go out.</param>
public sealed record UnfinishedDecision(string Id, long? SeenUntil);
