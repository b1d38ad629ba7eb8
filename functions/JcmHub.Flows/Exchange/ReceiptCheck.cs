using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Whether bytes are the receipt of a record: valid, for this very record and its digest, signed by its destination with a key
/// of which its host's journal knows (D6). Nothing is booked on anything less.
/// </summary>
public sealed class ReceiptCheck(RuleBook rules, KeyRing keys, TimeProvider time)
{
    /// <summary>Reads and checks a receipt.</summary>
    /// <param name="record">The record that it should be for.</param>
    /// <param name="document">Its bytes.</param>
    /// <param name="signature">Its detached signature, over its canonical form.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Refusals, all 422 but for a malformed one (400): those of <see cref="ReceiptDocument"/> and <see cref="ReceiptRules.CheckAddress"/>;
    /// <c>signature-malformed</c>, <c>signature-algorithm</c>, <c>signature-key-unknown</c>, <c>signature-key-expired</c>,
    /// <c>signature-wrong</c>, <c>signature-other-sender</c>; and those of <see cref="Issuance.Ledger"/>.
    /// </returns>
    public async Task<Outcome<SignedReceipt>> CheckAsync(
        OutboxRecord record, ReadOnlyMemory<byte> document, string? signature, CancellationToken cancellationToken)
    {
        var parsed = ReceiptDocument.Parse(document, rules.Schemas);
        if (parsed.IsRefused)
            return parsed.Refusal;
        var receipt = parsed.Value;
        // Who has taken a record before it became void gives that one's first receipt.
        var digest = record.InPlaceOf is { } before && receipt.Digest == before.Digest ? before.Digest : record.Digest;
        if (ReceiptRules.CheckAddress(receipt, record.Id, digest, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is { } unfit)
            return Refusal.Of(RefusalKind.BreaksRule, unfit);

        var key = DetachedSignature.KeyIdOf(signature) is { } keyId ? await keys.LookUpAsync(record.Id.Host, keyId, cancellationToken) : null;
        if (key is not null && key.Owner != record.Id.Destination.Code)
            return Refused("signature-other-sender", $"The receipt of {record.Id} is signed by {key.Owner}.", $"{record.Id}の受領書は{key.Owner}の鍵で署名されています。");
        using var json = JsonDocument.Parse(document);
        var canonical = CanonicalJson.Canonicalize(json.RootElement);
        // It was signed at some moment between the record's and now: the first receipt of a record is given again much later.
        if (DetachedSignature.Check(signature, canonical, (record.InPlaceOf ?? record).Time, time.GetUtcNow(), _ => key) is { } wrong)
            return Refused(wrong, $"The signature of the receipt of {record.Id} does not hold ({wrong}).", $"{record.Id}の受領書の署名が正しくありません（{wrong}）。");
        // Only now: nothing that a stranger sends enters a key into the journal.
        var entered = await keys.EnterAsync(record.Id.Host, key!, cancellationToken);
        return entered.IsRefused ? entered.Refusal : new SignedReceipt(receipt, document, signature!, key!.KeyId, ContentHash.Of(canonical));
    }

    private static Refusal Refused(string code, string detail, string detailJa) => new(RefusalKind.BreaksRule, code, detail, detailJa);
}
