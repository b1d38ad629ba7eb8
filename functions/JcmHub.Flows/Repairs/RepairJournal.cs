using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Repairs;

/// <summary>
/// Operators of both sides repair an entry of a journal that breaks a rule by a fault of the hub's: on the same content, two persons. The second approval
/// brings the repair into force in the transaction that stores it. The chain stays as it is; what was written is never changed.
/// </summary>
public sealed class RepairJournal(RuleBook rules, Ledger ledger, LedgerCuts cuts)
{
    /// <summary>Records the approval of the caller's side.</summary>
    /// <returns>
    /// How far the repair has come. Refusals: the schema's codes (400), <c>wrong-party</c> (403), <c>party-unknown</c> (404), <c>repair-not-needed</c>,
    /// <c>repair-impossible</c>, <c>repair-one-person</c> (409), <c>journal-repair</c> (422), and those of the ledger.
    /// </returns>
    public async Task<Outcome<JsonObject>> ApproveAsync(ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        if (rules.Schemas.Check(DocumentSchemas.JournalRepair, document) is { Count: > 0 } malformed)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var host = PartyId.Parse(json.RootElement.Text("host"));
        if (rules.Hosts.All(each => each.Id != host))
            return Refusal.PartyUnknown(host.Code);
        if (caller.SideOf(host) is not { } side)
            return ReportRefusals.OtherSide($"repairs of the journal of {host}", $"{host}の台帳の修復");
        var repair = JournalRepairDocument.Parse(json.RootElement, host, side, caller.Subject);
        var explanation = json.RootElement.Text("explanation");
        return await ledger.CommitAsync<JsonObject>(host, caller.Author, (view, entry) => ApproveAsync(view, entry, repair, explanation, cancellationToken), cancellationToken);
    }

    private async Task<LedgerStep<JsonObject>> ApproveAsync(
        LedgerView view, LedgerEntry entry, EntryRepair repair, string explanation, CancellationToken cancellationToken)
    {
        LedgerState state;
        try
        {
            state = await cuts.ThroughAsync(entry.Host, entry.Head.LastEntry - 1, cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            return LedgerStep<JsonObject>.WithoutEntry(new Refusal(RefusalKind.Conflict, "repair-impossible",
                $"The journal of {entry.Host} does not hold for a reason that nothing can repair: {broken.Message}", $"{entry.Host}の台帳には修復できない不整合があります。"));
        }

        if (state.Repaired.FirstOrDefault(each => each.Entry.Number == repair.Entry) is { } done && done.Approvals.Any(each => IsSame(each, repair)))
            return LedgerStep<JsonObject>.WithoutEntry(Answer(repair, [.. done.Approvals.Select(each => each.Side)], done.By));
        if (state.Broken.FirstOrDefault(each => each.Number == repair.Entry) is not { } open)
            return LedgerStep<JsonObject>.WithoutEntry(new Refusal(RefusalKind.Conflict, "repair-not-needed",
                $"Entry {repair.Entry} of the journal of {entry.Host} breaks no rule, or is repaired.", $"{entry.Host}の台帳の記録{repair.Entry}に修復すべき不整合はありません。"));
        if (open.Approvals.Any(each => IsSame(each, repair)))
            return LedgerStep<JsonObject>.WithoutEntry(Answer(repair, [repair.Side], null));
        var other = open.Counterpart(repair);
        if (other?.ApprovedBy == repair.ApprovedBy)
            return LedgerStep<JsonObject>.WithoutEntry(new Refusal(RefusalKind.Conflict, "repair-one-person",
                "The repair was approved for the other side by the same person; each side has its own operator.", "同一人物が双方の承認を行うことはできません。"));
        if (state.WhyNot(repair) is { } unfit)
            return LedgerStep<JsonObject>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, unfit));

        entry.Approve(repair, state);
        entry.Note($"{repair.Side} approved the repair of entry {repair.Entry} ({repair.Code}) with content {repair.ContentHash}: {explanation}");
        return new LedgerStep<JsonObject>
        {
            Answer = Answer(repair, other is null ? [repair.Side] : [other.Side, repair.Side], other is null ? null : entry.Head.LastEntry),
            CommandId = $"repair-{repair.Entry}-{repair.Side}-{entry.Head.LastEntry}",
            InputHash = repair.ContentHash,
            Rows = other is null ? [] : await InForceAsync(view, entry, repair, open, cancellationToken),
        };
    }

    /// <summary>The rows of the restated adjustments, and of the issuances that remember them.</summary>
    private static async Task<IReadOnlyList<RowWrite>> InForceAsync(
        LedgerView view, LedgerEntry entry, EntryRepair repair, BrokenEntry broken, CancellationToken cancellationToken)
    {
        var rows = new List<RowWrite>();
        foreach (var adjustments in repair.Adjustments.GroupBy(adjustment => adjustment.Decision))
        {
            foreach (var adjustment in adjustments)
            {
                if (!broken.Before.ContainsKey(adjustment.Id))
                    entry.DrawAdjustment();
                rows.Add(RowWrite.Put(LedgerKeys.Adjustment(adjustment.Id), LedgerJson.Write(adjustment)));
            }

            if (await view.IssuanceAsync(adjustments.Key, cancellationToken) is not { } issuance)
                continue;
            var ids = adjustments.Select(adjustment => adjustment.Id).ToHashSet(StringComparer.Ordinal);
            var restated = issuance.Value with { Adjustments = [.. issuance.Value.Adjustments.Where(each => !ids.Contains(each.Id)), .. adjustments] };
            rows.Add(RowWrite.Replace(issuance.Row, LedgerKeys.Issuance(adjustments.Key), LedgerJson.Write(restated)));
        }

        entry.Note($"entry {repair.Entry} is repaired: {string.Join(", ", repair.Adjustments.Select(adjustment => adjustment.Id))}");
        return rows;
    }

    private static bool IsSame(EntryRepair one, EntryRepair other) => one.Side == other.Side && one.ApprovedBy == other.ApprovedBy && one.IsOfSameContent(other);

    private static JsonObject Answer(EntryRepair repair, IReadOnlyList<Side> approved, long? by)
    {
        var json = new JsonObject
        {
            ["entry"] = JsonWords.Number(repair.Entry),
            ["code"] = repair.Code,
            ["contentHash"] = repair.ContentHash,
            ["approvedBy"] = JsonWords.Texts(approved.Select(JsonWords.Kebab).Order(StringComparer.Ordinal)),
            ["inForce"] = by is not null,
        };
        if (by is { } entry)
            json["repairedBy"] = JsonWords.Number(entry);
        return json;
    }
}
