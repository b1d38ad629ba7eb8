using System.Text;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Sends one record and judges the answer. Final are only the registry's receipt and our own check before sending; everything
/// else, a proxy's 404 included, is a failure after which the destination rests (D5).
/// </summary>
public sealed class DeliverRecord(RuleBook rules, IRegistries registries, ExchangeSteps steps, TimeProvider time)
{
    /// <summary>Sends the record, unless it must not be sent.</summary>
    internal async Task<JudgedDelivery> DeliverAsync(OutboxRecord record, CancellationToken cancellationToken)
    {
        if (rules.Schemas.Check(DocumentSchemas.Record, Encoding.UTF8.GetBytes(record.Document)) is [var error, ..])
            return RefusedByUs(record, $"record-{error.Code}");
        var sentAt = time.GetUtcNow();
        var sending = registries.DeliverAsync(record.Id.Destination, record, cancellationToken);
        await steps.ReachedAsync(ExchangeStep.Sent);
        var delivery = await sending;
        await steps.ReachedAsync(ExchangeStep.Answered);
        return Judge(record, delivery) with { SentAt = sentAt, RetryAfter = delivery.RetryAfter };
    }

    /// <summary>A receipt counts only when it is valid, for this very record, and names its digest.</summary>
    private JudgedDelivery Judge(OutboxRecord record, Delivery delivery)
    {
        if (delivery.IsAccepted)
            return new JudgedDelivery { IsAccepted = true };
        if (delivery.Receipt is not { } document)
            return new JudgedDelivery { Failure = delivery.Failure };
        if (rules.Schemas.Check(DocumentSchemas.Receipt, document) is [var error, ..])
            return new JudgedDelivery { Failure = $"the receipt is malformed: {error.Code} at {error.Pointer}: {error.Detail}" };
        var receipt = ReceiptDocument.Parse(document);
        return receipt.Record != record.Id || receipt.Digest != record.Digest
            ? new JudgedDelivery { Failure = $"the receipt is for {receipt.Record} {receipt.Digest}, not for {record.Id} {record.Digest}" }
            : new JudgedDelivery { Receipt = new SignedReceipt(receipt, document) };
    }

    private JudgedDelivery RefusedByUs(OutboxRecord record, string code) => new()
    {
        Receipt = new SignedReceipt(
            new Receipt(record.Id, record.Digest, IsApplied: false, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) { Codes = [code] },
            ReadOnlyMemory<byte>.Empty),
    };
}

/// <summary>What came of a delivery, judged: a receipt that counts, acceptance, or a failure.</summary>
internal sealed record JudgedDelivery
{
    public SignedReceipt? Receipt { get; init; }

    public bool IsAccepted { get; init; }

    public string? Failure { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}
