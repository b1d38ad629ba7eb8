using System.Text;
using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;
using Microsoft.Extensions.Logging;

namespace JcmHub.Flows.Exchange;

/// <summary>
/// Sees before sending that a record can no longer be sent: it breaks today's schema, or is not the bytes that were signed. Then one ledger
/// transaction puts a void record in its place, under the same number, so that its stream goes on (D5). Whether the receiver has ever taken the
/// record itself is not known, for an answer may have been lost: so its units stay reserved until the receipt says which of the two it took.
/// </summary>
public sealed class VoidRecords(RuleBook rules, Ledger ledger, ILogger<VoidRecords> log)
{
    /// <summary>The longest explanation that a void record takes.</summary>
    private const int MostCharacters = 500;

    private static readonly Author Hub = new("hub", "hub", null);

    /// <summary>Why a void record stands in another's place: a code.</summary>
    internal static string ReasonOf(OutboxRecord nothing)
    {
        using var document = JsonDocument.Parse(nothing.Document);
        return document.RootElement.GetProperty("data").Text("reason");
    }

    /// <summary>What is to be sent under a record's number: itself, or the void record that stands in its place from here on.</summary>
    /// <returns>Refusals: those of <see cref="Ledger"/>.</returns>
    internal async Task<Outcome<OutboxRecord>> SendableAsync(OutboxRecord record, CancellationToken cancellationToken)
    {
        if (WhyNot(record) is not { } why)
            return record;
        log.RecordIsVoid(record.Id, why.Code, why.Explanation);
        var written = await ledger.CommitAsync<bool>(record.Id.Host, Hub, async (view, entry) =>
        {
            if (await view.OutboxAsync(record.Id, cancellationToken) is not var (row, now) || WhyNot(now) is not var (code, explanation))
                return LedgerStep<bool>.WithoutEntry(false);
            now = now.IsReadable ? now : await LostRecords.RestoreAsync(view, record.Id, cancellationToken);
            entry.Note($"{record.Id} cannot be sent: {code}, {explanation}; a void record takes its number");
            return new LedgerStep<bool>
            {
                Answer = true,
                CommandId = $"void-{record.Id}-{entry.Head.LastEntry}",
                InputHash = now.Digest,
                Void = new VoidedRecord(row, now, new VoidContent(now.Cause, await ProjectOfAsync(view, now, cancellationToken), now.Digest, code, explanation)),
            };
        }, cancellationToken);
        if (written.IsRefused)
            return written.Refusal;
        // As it stands now; where its receipt came by itself meanwhile, its cursor has passed it, and sending it again does no harm.
        return await ledger.View(record.Id.Host).OutboxAsync(record.Id, cancellationToken) is { Value: var sendable } ? sendable : record;
    }

    /// <summary>Why a record cannot be sent; null where it can. A void record is sent as it is: nothing could take its place.</summary>
    private (string Code, string Explanation)? WhyNot(OutboxRecord record)
    {
        if (record.InPlaceOf is not null)
            return null;
        var document = Encoding.UTF8.GetBytes(record.Document);
        if (CanonicalJson.Digest(document) != record.Digest)
            return ("record-unreadable", "The stored bytes are not those that were journalled and signed.");
        if (rules.Schemas.Check(DocumentSchemas.Record, document) is not [var error, ..])
            return null;
        var explanation = $"{error.Code} at {error.Pointer}";
        return ("record-against-its-schema", explanation.Length <= MostCharacters ? explanation : explanation[..MostCharacters]);
    }

    private static async Task<ProjectId> ProjectOfAsync(LedgerView view, OutboxRecord record, CancellationToken cancellationToken) =>
        record.Project ?? record.Blocks.FirstOrDefault()?.Project ?? record.Cause.Kind switch
        {
            CauseKind.Operation => (await view.FindAsync<Operation>(OperationParts.Key(record.Cause.Id), cancellationToken))!.Value.Value.Request.Project,
            CauseKind.Correction when await view.FindAsync<Correction>(LedgerKeys.Correction(record.Cause.Id), cancellationToken) is { Value: var correction } =>
                await ProjectOfAsync(view, correction.Decision, cancellationToken),
            // Of what told the market beside a decision there is no row; the entry that told it says of which units.
            CauseKind.Correction => (await view.EntryAsync(record.Entry, cancellationToken))!.Change.Blocks[0].Project,
            _ => await ProjectOfAsync(view, record.Cause.Id, cancellationToken),
        };

    private static async Task<ProjectId> ProjectOfAsync(LedgerView view, string decision, CancellationToken cancellationToken) =>
        (await view.IssuanceAsync(decision, cancellationToken))!.Value.Value.Decision.Project;
}
