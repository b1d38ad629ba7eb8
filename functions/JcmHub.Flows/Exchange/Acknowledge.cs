using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Calendar;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Acknowledgements that come by themselves: a registry's signed receipt, pushed or entered by hand, and the word of a government
/// whose Party has no registry for the amount that it was notified of (D5, D9).
/// </summary>
public sealed class Acknowledge(RuleBook rules, Ledger ledger, ReceiptCheck check, BookReceipt book, ReadRecord read)
{
    /// <summary>The role of a government's token; a registry's acknowledges by receipts only.</summary>
    private const string Government = "government";

    /// <summary>A registry's receipt for one of its records.</summary>
    /// <param name="registry">Whose registry, or <c>GX-ETS</c>.</param>
    /// <param name="document">The receipt.</param>
    /// <param name="signature">Its detached signature.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The record's state; the same receipt again changes nothing. Refusals: the schema's codes (400), <c>record-unknown</c> (404) also for a
    /// record that is not this registry's, those of <see cref="ReceiptCheck"/> and <see cref="BookReceipt"/>; of a record whose receipt is in
    /// the ledger also <c>receipt-differs</c> and <c>signature-key-distrusted</c> (422).
    /// </returns>
    public async Task<Outcome<JsonObject>> ReceiptAsync(
        string registry, ReadOnlyMemory<byte> document, string? signature, CancellationToken cancellationToken)
    {
        var parsed = ReceiptDocument.Parse(document, rules.Schemas);
        if (parsed.IsRefused)
            return parsed.Refusal;
        var id = parsed.Value.Record;
        if (id.Destination.Code != registry)
            return ReadRecord.Unknown(id.ToString());
        var view = ledger.View(id.Host);
        if (await view.OutboxAsync(id, cancellationToken) is { Value: var waiting })
        {
            waiting = waiting.IsReadable ? waiting : await LostRecords.RestoreAsync(view, id, cancellationToken);
            var receipt = await check.CheckAsync(waiting, document, signature, cancellationToken);
            if (receipt.IsRefused)
                return receipt.Refusal;
            var booked = await book.BookAsync(waiting, receipt.Value, cancellationToken);
            if (booked is { IsRefused: false, Value: true })
                return await read.StateAsync(id.ToString(), cancellationToken);
            // Another receipt may have been first: then this one must be the same.
            if (booked.IsRefused && booked.Refusal.Code != "command-reused")
                return booked.Refusal;
        }

        return await AgainAsync(view, id, document, signature, cancellationToken) ?? await read.StateAsync(id.ToString(), cancellationToken);
    }

    /// <summary>A receipt for a record that has its receipt already: the same one, signed by the registry, or refused.</summary>
    private async Task<Refusal?> AgainAsync(
        LedgerView view, RecordId id, ReadOnlyMemory<byte> document, string? signature, CancellationToken cancellationToken)
    {
        if (await view.FindAsync<DeliveredRecord>(LedgerKeys.Record(id), cancellationToken) is not { Value: var delivered })
            return ReadRecord.Unknown(id.ToString());
        var receipt = await check.CheckAsync(delivered.Record, document, signature, cancellationToken);
        if (receipt.IsRefused)
            return receipt.Refusal;
        if (delivered.Receipt is not { } stored || DigestOf(stored) != receipt.Value.Digest)
            return new Refusal(RefusalKind.BreaksRule, "receipt-differs",
                $"Record {id} has its end in the ledger by entry {delivered.ReceiptEntry}, and this receipt says something else.",
                $"記録{id}は台帳で既に処理済みであり（エントリ{delivered.ReceiptEntry}）、この受領書の内容はそれと異なります。");
        // What a key signed before it was distrusted stays; what it signs anew counts for nothing (D6).
        var isNew = signature != delivered.ReceiptSignature;
        return isNew && (await view.HeadAsync(cancellationToken)).DistrustedKeys.Contains(receipt.Value.KeyId!)
            ? BookReceipt.Distrusted(receipt.Value.KeyId!)
            : null;
    }

    private static string DigestOf(string receipt)
    {
        using var json = JsonDocument.Parse(receipt);
        return ContentHash.Of(CanonicalJson.Canonicalize(json.RootElement));
    }

    /// <summary>A government acknowledges the amount notified to its side; the same again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>wrong-party</c> (403), <c>decision-unknown</c> (404), and those of
    /// <see cref="NotifiedAmount.Acknowledge"/> (<c>acknowledgement-tonnes</c> and <c>acknowledgement-day</c> 422, the others 409).
    /// </returns>
    public async Task<Outcome<AcknowledgedAmount>> NotificationAsync(
        PartyId party, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        if (rules.Schemas.Check(DocumentSchemas.NotificationAcknowledgement, document) is { Count: > 0 } errors)
            return Refusal.Of(RefusalKind.Malformed, errors);
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        var decision = root.Text("decision");
        if (caller.Role != Government || caller.Party != party || !decision.StartsWith(party.Code + "-", StringComparison.Ordinal))
            return Intake.ReportRefusals.OtherSide($"what was notified to {party}", $"{party}への通知量");
        var on = root.Day("acknowledgedOn");
        var tonnes = root.Items("vintages").GroupBy(item => new Vintage((int)item.Integer("year"))).ToDictionary(year => year.Key, year => year.Sum(item => item.Number("tonnes")));
        var hash = ContentHash.Of(CanonicalJson.Canonicalize(root));
        return await ledger.CommitAsync<AcknowledgedAmount>(party, caller.Author, async (view, entry) =>
        {
            if (await view.IssuanceAsync(decision, cancellationToken) is not var (row, issuance))
                return LedgerStep<AcknowledgedAmount>.WithoutEntry(Decisions.DecisionRefusals.Unknown(decision));
            var (acknowledged, error) = NotifiedAmount.Acknowledge(issuance, tonnes, on, entry);
            if (error is not null)
                return LedgerStep<AcknowledgedAmount>.WithoutEntry(Refusal.Of(
                    error.Code is "acknowledgement-tonnes" or "acknowledgement-day" ? RefusalKind.BreaksRule : RefusalKind.Conflict, error));
            var answer = new AcknowledgedAmount(decision, on);
            return issuance.AcknowledgedOn is not null
                ? LedgerStep<AcknowledgedAmount>.WithoutEntry(answer)
                : new LedgerStep<AcknowledgedAmount>
                {
                    Answer = answer,
                    CommandId = $"acknowledge-{decision}",
                    InputHash = hash,
                    Rows = [RowWrite.Replace(row, LedgerKeys.Issuance(decision), LedgerJson.Write(acknowledged))],
                };
        }, cancellationToken);
    }
}

/// <summary>An amount that a government acknowledged.</summary>
public sealed record AcknowledgedAmount(string Decision, DateOnly AcknowledgedOn);
