using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.UnitOperations;

namespace JcmHub.Flows.Corrections;

/// <summary>
/// Both governments correct issued units on the same content: over-issuance found later, a reversal, a changed or revoked authorisation, tonnes that are never issued.
/// The second approval brings it into force in the transaction that stores it; nothing moves on one side's word (D9).
/// </summary>
public sealed class DecideCorrection(RuleBook rules, ClaimUnits claim, Ledger ledger, OperationParts parts, TellMarket market, TimeProvider time)
{
    /// <summary>Records the caller's government's approval.</summary>
    /// <returns>
    /// The correction. Refusals: the schema's codes (400), <c>wrong-party</c> (403), <c>decision-unknown</c> (404), <c>correction-in-force</c> (409), <c>operation-reused</c> (409),
    /// the codes of <see cref="CorrectionRules"/>, <see cref="CorrectionSteps"/>, <see cref="AuthorizationRevision"/> and <see cref="ClaimUnits"/> (422), <c>ledger-busy</c> (503).
    /// </returns>
    public async Task<Outcome<JsonObject>> ApproveAsync(ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.Correction, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var correction = CorrectionDocument.Parse(json.RootElement);
        if (caller.SideOf(correction.Host) is not { } side)
            return ReportRefusals.OtherSide($"corrections with {correction.Host}", $"{correction.Host}との訂正");
        var approved = await ledger.CommitAsync<Correction>(correction.Host, caller.Author, (view, entry) =>
            ApproveAsync(view, entry, correction, side, caller, cancellationToken), cancellationToken);
        if (approved.IsRefused)
            return approved.Refusal;
        if (approved.Value.Operation is { } operation)
            await parts.ContinueAsync(correction.Host, operation, cancellationToken);
        var carriedOut = await ReadCorrections.OperationOfAsync(ledger.View(correction.Host), approved.Value, cancellationToken);
        return CorrectionDocument.Write(approved.Value, carriedOut, Today);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private async Task<LedgerStep<Correction>> ApproveAsync(
        LedgerView view, LedgerEntry entry, Correction asked, Side side, Caller caller, CancellationToken cancellationToken)
    {
        var stored = await view.FindAsync<Correction>(LedgerKeys.Correction(asked.Id), cancellationToken);
        var isSame = stored?.Value.ContentHash == asked.ContentHash;
        // Where the registry refused the cancellation, nothing was corrected: both governments approve anew, the same or another account.
        var isRefused = stored is { Value: { InForceAt: not null } before }
            && await ReadCorrections.OperationOfAsync(view, before, cancellationToken) is { State: OperationState.Refused };
        if (isRefused)
        {
            isSame = false;
            asked = asked with { Attempt = stored!.Value.Value.Attempt + 1 };
        }
        else if (stored is { Value.InForceAt: not null } && !isSame)
            return LedgerStep<Correction>.WithoutEntry(new Refusal(RefusalKind.Conflict, "correction-in-force",
                $"The correction {asked.Id} is in force with other content.", $"訂正{asked.Id}は、異なる内容で既に発効しています。"));
        if (isSame && stored!.Value.Value.Approvals.ContainsKey(side))
            return LedgerStep<Correction>.WithoutEntry(stored.Value.Value);
        if (await view.IssuanceAsync(asked.Decision, cancellationToken) is not { Value.IsInForce: true } issuance)
            return LedgerStep<Correction>.WithoutEntry(Decisions.DecisionRefusals.NotInForce(asked.Decision));

        // Another content voids the approvals given to the one before.
        var approvals = isSame ? stored!.Value.Value.Approvals : new Dictionary<Side, DateTimeOffset>();
        if (isSame)
            asked = asked with { Attempt = stored!.Value.Value.Attempt };
        var correction = asked with { Approvals = new Dictionary<Side, DateTimeOffset>(approvals) { [side] = entry.Time } };
        entry.Note($"{side} approved the correction {correction.Id} with content {correction.ContentHash}");
        var rows = new List<RowWrite>();
        if (correction.Approvals.Count == 2)
        {
            var effect = await EffectAsync(view, entry, correction with { InForceAt = entry.Time }, issuance, caller, rows, cancellationToken);
            if (effect.IsRefused)
                return LedgerStep<Correction>.WithoutEntry(effect.Refusal);
            correction = effect.Value;
            await market.TellAsync(view, entry, RecordCause.Correction(correction.Id), cancellationToken);
        }

        rows.Add(RowWrite.Replace(stored?.Row, LedgerKeys.Correction(correction.Id), LedgerJson.Write(correction)));
        return new LedgerStep<Correction>
        {
            Answer = correction,
            // An approval may be given, voided and given again; the entry's number tells one from the other.
            CommandId = $"correct-{correction.Id}-{side}-{entry.Head.LastEntry}",
            InputHash = correction.ContentHash,
            Rows = rows,
        };
    }

    private async Task<Outcome<Correction>> EffectAsync(
        LedgerView view, LedgerEntry entry, Correction correction, (StoredRow Row, Domain.Ledger.Issuance Value) issuance, Caller caller, List<RowWrite> rows, CancellationToken cancellationToken)
    {
        var others = new List<Correction>();
        await foreach (var row in view.RangeAsync(LedgerKeys.Correction(""), cancellationToken))
            others.Add(LedgerJson.Read<Correction>(row.Body));
        if (others.FirstOrDefault(other => other.Id != correction.Id && other.Id.Equals(correction.Id, StringComparison.OrdinalIgnoreCase)) is { } respelling)
            return new Refusal(RefusalKind.Conflict, "names-same",
                $"The correction {correction.Id} is {respelling.Id} in other letters; give it an id of its own.", $"訂正番号{correction.Id}は{respelling.Id}と大文字・小文字のみが異なります。別の番号を付けてください。");
        if (CorrectionRules.Check(correction, issuance.Value, others, Today) is { } misplaced)
            return Refusal.Of(RefusalKind.BreaksRule, misplaced);
        switch (correction.Kind)
        {
            case CorrectionKind.CancelEquivalent:
                var request = new OperationRequest(
                    correction.Attempt == 0 ? correction.Id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{correction.Id}-{correction.Attempt + 1}"), OperationKind.Cancellation, correction.Host, correction.Registry, issuance.Value.Decision.Project,
                    correction.FromAccount!, correction.ToAccount!, correction.Tonnes) { Correction = correction.Id, Reason = $"{correction.Reason}: {correction.Explanation}" };
                if (await view.FindAsync<Operation>(OperationParts.Key(request.Key), cancellationToken) is not null)
                    return new Refusal(RefusalKind.Conflict, "operation-reused",
                        $"{correction.Registry}'s registry has used {request.Id} for an operation; give the correction another id.", $"{request.Id}は登録簿の操作番号として使用済みです。訂正に別の番号を付けてください。");
                if (await OperationParts.RespelledAsync(view, request.Key, cancellationToken) is { } respelled)
                    return respelled;
                var claimed = await claim.ClaimAsync(view, entry, request, correction.ContentHash, caller.Author, cancellationToken);
                if (claimed.IsRefused)
                    return claimed.Refusal;
                rows.AddRange(OperationParts.Rows(null, claimed.Value, wasUnfinished: false));
                return correction with { Operation = request.Key };
            case CorrectionKind.ReplacementDuty:
                entry.Note($"{correction.Obliged} has to replace {correction.Tonnes} t of {correction.Decision} by {correction.ReplaceBy:yyyy-MM-dd}: {correction.Reason}, {correction.Explanation}");
                return correction;
            case CorrectionKind.Lapse:
                var (lapsed, units, unfitting) = UnissuedRest.Lapse(correction, issuance.Value, await view.BlocksAsync(issuance.Value, cancellationToken), entry);
                if (unfitting is not null)
                    return Refusal.Of(RefusalKind.BreaksRule, unfitting);
                rows.Add(RowWrite.Replace(issuance.Row, LedgerKeys.Issuance(correction.Decision), LedgerJson.Write(lapsed)));
                return correction with { Units = units };
            default:
                var blocks = (await view.BlocksAsync(issuance.Value, cancellationToken)).Where(block => block.Registry == correction.Registry).ToArray();
                if (correction.Kind == CorrectionKind.ReviseAuthorization)
                    return Revised(entry, correction, issuance, blocks, rows);
                var (applied, error) = CorrectionSteps.Apply(correction, issuance.Value, blocks, entry);
                return error is null ? applied : Refusal.Of(RefusalKind.BreaksRule, error);
        }
    }

    /// <summary>Its authorisation is revised as a whole, so no unit of the decision stands under another one after it.</summary>
    private Outcome<Correction> Revised(LedgerEntry entry, Correction correction, (StoredRow Row, Domain.Ledger.Issuance Value) issuance, UnitBlock[] blocks, List<RowWrite> rows)
    {
        var host = rules.HostOf(issuance.Value.Decision.Project);
        if (correction.Authorization is { } authorization)
            correction = correction with { Authorization = AuthorizationRules.Defined(authorization, host) };
        if (AuthorizationRevision.Check(correction, issuance.Value, blocks, host, rules.Japan) is { } unfit)
            return Refusal.Of(RefusalKind.BreaksRule, unfit);
        var revised = issuance.Value with { Decision = issuance.Value.Decision with { Authorization = correction.Authorization }, LaterAuthorizations = [] };
        var (applied, error) = CorrectionSteps.Apply(correction, revised, blocks, entry);
        if (error is not null)
            return Refusal.Of(RefusalKind.BreaksRule, error);
        revised = FirstTransfer.ObligeRevised(revised, entry.Blocks.Where(block => block.Operation == correction.Hold), host, entry);
        rows.Add(RowWrite.Replace(issuance.Row, LedgerKeys.Issuance(correction.Decision), LedgerJson.Write(revised)));
        return applied;
    }
}
