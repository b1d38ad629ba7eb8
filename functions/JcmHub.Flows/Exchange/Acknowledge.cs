using System.Text.Json;
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
    /// record that is not this registry's, those of <see cref="ReceiptCheck"/> and <see cref="BookReceipt"/>.
    /// </returns>
    public async Task<Outcome<System.Text.Json.Nodes.JsonObject>> ReceiptAsync(
        string registry, ReadOnlyMemory<byte> document, string? signature, CancellationToken cancellationToken)
    {
        if (rules.Schemas.Check(DocumentSchemas.Receipt, document) is { Count: > 0 } errors)
            return Refusal.Of(RefusalKind.Malformed, errors);
        var id = ReceiptDocument.Parse(document).Record;
        if (id.Destination.Code != registry)
            return ReadRecord.Unknown(id.ToString());
        if (await ledger.View(id.Host).FindAsync<OutboxRecord>(LedgerKeys.Outbox(id), cancellationToken) is { Value: var record })
        {
            var receipt = await check.CheckAsync(record, document, signature, cancellationToken);
            if (receipt.IsRefused)
                return receipt.Refusal;
            var booked = await book.BookAsync(record, receipt.Value, cancellationToken);
            if (booked.IsRefused)
                return booked.Refusal;
        }

        return await read.StateAsync(id.ToString(), cancellationToken);
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
        var tonnes = root.Items("vintages").ToDictionary(item => new Vintage(item.GetProperty("year").GetInt32()), item => item.Number("tonnes"));
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
