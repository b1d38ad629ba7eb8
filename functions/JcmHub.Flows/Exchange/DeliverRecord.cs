namespace JcmHub.Flows.Exchange;

/// <summary>
/// Sends one record and judges the answer. Final is only the registry's receipt; everything else, a proxy's 404 included, is a failure after
/// which the destination rests (D5).
/// </summary>
public sealed class DeliverRecord(
    DeliveryRules deliveries, IEnumerable<IRegistries> registries, ReceiptCheck check, ExchangeSteps steps, TimeProvider time)
{
    /// <summary>Sends the record.</summary>
    internal async Task<JudgedDelivery> DeliverAsync(OutboxRecord record, CancellationToken cancellationToken)
    {
        var sentAt = time.GetUtcNow();
        var mode = deliveries.ModeOf(record);
        var sending = registries.Single(each => each.Mode == mode).DeliverAsync(record.Id.Destination, record, cancellationToken);
        await steps.ReachedAsync(ExchangeStep.Sent);
        var answer = await sending;
        await steps.ReachedAsync(ExchangeStep.Answered);
        return (await JudgeAsync(record, answer, cancellationToken)) with { SentAt = sentAt, RetryAfter = answer.RetryAfter };
    }

    private async Task<JudgedDelivery> JudgeAsync(OutboxRecord record, Delivery answer, CancellationToken cancellationToken)
    {
        if (answer.IsAccepted)
            return new JudgedDelivery { IsAccepted = true };
        if (answer.Receipt is not { } document)
            return new JudgedDelivery { Failure = answer.Failure };
        var receipt = await check.CheckAsync(record, document, answer.Signature, cancellationToken);
        if (!receipt.IsRefused)
            return new JudgedDelivery { Receipt = receipt.Value };
        return receipt.Refusal.Code == "ledger-busy"
            ? new JudgedDelivery()
            : new JudgedDelivery { Failure = $"{receipt.Refusal.Code}: {receipt.Refusal.Detail}" };
    }
}

/// <summary>What came of a delivery, judged: a receipt that counts, acceptance, or a failure; none of them where our own ledger was too busy to judge.</summary>
internal sealed record JudgedDelivery
{
    public SignedReceipt? Receipt { get; init; }

    public bool IsAccepted { get; init; }

    public string? Failure { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}
