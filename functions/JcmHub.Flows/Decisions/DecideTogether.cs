using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Journal;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// Both governments decide on the same content (D9). The second approval brings the decision into force: amounts are notified,
/// blocks and the first records are written, all in the transaction that stores the approval or in parts that follow it
/// (<see cref="NotifyDecision"/>). Nothing moves on one side's word. Where the host's fee must be paid first, the decision waits for its word that it was.
/// </summary>
public sealed class DecideTogether(RuleBook rules, ReviewDecision review, Ledger ledger, NotifyDecision notify, TimeProvider time)
{
    /// <summary>What a decision's row grows by after its first approval: the other one, payment, parts.</summary>
    private const int GrowthBytes = 4096;

    /// <summary>Records the caller's government's approval of this decision.</summary>
    /// <returns>
    /// The decision with its approvals. Refusals: the schema's codes and <c>share-out-of-range</c>, <c>period-reversed</c> (400), <c>day-in-future</c> (422),
    /// <c>wrong-party</c> and <c>approver-of-other-side</c> (403), those of <see cref="ReviewDecision"/>,
    /// <c>report-already-decided</c>, <c>decision-in-force</c> (409).
    /// </returns>
    public async Task<Outcome<DecisionState>> ApproveAsync(ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.JointCommitteeDecision, document, "decidedOn", time);
        if (read.IsRefused)
            return read.Refusal;
        var parsed = DecisionDocument.Parse(read.Value.Root);
        if (parsed.IsRefused)
            return parsed.Refusal;
        var decision = parsed.Value;
        if (caller.SideOf(decision.Party) is not { } side)
            return ReportRefusals.OtherSide($"decisions with {decision.Party}", $"{decision.Party}との合同委員会の決定");
        var reviewed = await review.ReviewAsync(decision, cancellationToken);
        if (reviewed.IsRefused)
            return reviewed.Refusal;

        return await WholeAsync(await notify.CommitAsync<DecisionState>(decision.Party, caller.Author, (view, entry) =>
            ApproveAsync(view, entry, reviewed.Value, side, caller, cancellationToken), cancellationToken), cancellationToken);
    }

    /// <summary>The host's government confirms that its fees were paid; a decision that only waited for that comes into force.</summary>
    /// <returns>
    /// The decision. Refusals: the schema's codes (400), <c>day-in-future</c> (422), <c>decision-unknown</c> (404), <c>wrong-party</c> (403), <c>fee-none</c>,
    /// <c>fee-already-paid</c>, <c>decision-changed</c>, <c>approval-void</c> where a report is no longer as it was approved (409), and while it is not in force those of <see cref="ReviewDecision"/>, for then the rules are applied again.
    /// </returns>
    public async Task<Outcome<DecisionState>> ConfirmPaymentAsync(
        string decisionId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var read = CycleDocument.Read(rules, DocumentSchemas.FeePayment, document, "paidOn", time);
        if (read.IsRefused)
            return read.Refusal;
        if (!DecisionRefusals.TryHostOf(decisionId, out var host) || await ledger.View(host).DecisionAsync(decisionId, cancellationToken) is not { Value: var known })
            return DecisionRefusals.Unknown(decisionId);
        if (caller.Party != host)
            return ReportRefusals.OtherSide($"the fees of {host}", $"{host}の手数料");
        var payment = new FeePayment(read.Value.On, read.Value.Root.TryGetProperty("reference", out var reference) ? reference.GetString() : null);
        if (ReportRefusals.TooEarly("/paidOn", payment.On, known.Decision.DecidedOn, "the decision", "決定") is { } early)
            return early;
        // What is in force stays so, whatever became of the rules.
        var reviewed = known.IsInForce ? default(Outcome<ReviewedDecision>?) : await review.ReviewAsync(known.Decision, cancellationToken);
        if (reviewed is { IsRefused: true, Refusal: { } refusal })
            return refusal;
        return await WholeAsync(await notify.CommitAsync<DecisionState>(host, caller.Author, (view, entry) =>
            ConfirmAsync(view, entry, known.Decision, reviewed?.Value, payment, caller.Author, cancellationToken), cancellationToken), cancellationToken);
    }

    /// <summary>The decision with all its parts. What cannot be written now is written by the sweep at the latest: the decision stands.</summary>
    private async Task<Outcome<DecisionState>> WholeAsync(Outcome<DecisionState> stored, CancellationToken cancellationToken)
    {
        if (stored is not { Value: { Parts: not null, Decision: var decision } })
            return stored;
        var whole = await notify.ContinueAsync(decision.Party, decision.Id, cancellationToken);
        return whole.IsRefused ? stored : whole;
    }

    private async Task<LedgerStep<DecisionState>> ApproveAsync(
        LedgerView view, LedgerEntry entry, ReviewedDecision reviewed, Side side, Caller caller, CancellationToken cancellationToken)
    {
        var decision = reviewed.Decision;
        var stored = await view.DecisionAsync(decision.Id, cancellationToken);
        var before = stored?.Value;
        if (before is { IsInForce: true })
            return before.Decision.ContentHash == decision.ContentHash ? LedgerStep<DecisionState>.WithoutEntry(before) : Refused(DecisionRefusals.InForce(decision.Id));
        var isSame = before?.IsOn(reviewed) == true;
        if (isSame && before!.Approvals.ContainsKey(side))
            return LedgerStep<DecisionState>.WithoutEntry(before);
        if (before?.Approvers.Any(other => other.Key != side && other.Value == caller.Subject) == true)
            return Refused(DecisionRefusals.ApproverOfOtherSide(decision.Id));
        if (await view.NotToDecideAsync(reviewed, cancellationToken) is { } refusal)
            return Refused(refusal);

        // Another content, or another state of the reports, voids the approvals given to the one before.
        var approvals = isSame ? before!.Approvals : new Dictionary<Side, DateTimeOffset>();
        var state = new DecisionState
        {
            Decision = decision,
            Reports = reviewed.Reports,
            Approvals = new Dictionary<Side, DateTimeOffset>(approvals) { [side] = entry.Time },
            Approvers = new Dictionary<Side, string>(before?.Approvers ?? new Dictionary<Side, string>()) { [side] = caller.Subject },
            Warnings = isSame || before is not { Approvals.Count: > 0 } ? reviewed.Warnings : [.. reviewed.Warnings, DecisionRefusals.Voided(before)],
            Fees = reviewed.Fees,
            FeesPaid = before?.Fees.SequenceEqual(reviewed.Fees) == true ? before.FeesPaid : null,
        };
        var approval = new DecisionApproval(decision.Id, decision.ContentHash, side);
        entry.Approve(approval);
        entry.RestOn(isSame ? before!.Journalled : []);
        entry.Note($"{(side == Side.Japan ? PartyId.Japan : decision.Party)} approved {decision.Id} with content {decision.ContentHash}");
        return Step(stored?.Row, state, entry, caller.Author, approval.Command(entry.Head.LastEntry), decision.ContentHash);
    }

    private async Task<LedgerStep<DecisionState>> ConfirmAsync(
        LedgerView view, LedgerEntry entry, JointDecision decision, ReviewedDecision? reviewed, FeePayment payment, Author author, CancellationToken cancellationToken)
    {
        var (row, before) = (await view.DecisionAsync(decision.Id, cancellationToken))!.Value;
        if (before.Decision.ContentHash != decision.ContentHash)
            return Refused(DecisionRefusals.Changed(decision.Id));
        if (before.FeesPaid is { } paid)
            return paid == payment ? LedgerStep<DecisionState>.WithoutEntry(before) : Refused(DecisionRefusals.AlreadyPaid(decision.Id, paid.On));
        if (before.Fees.Count == 0)
            return Refused(DecisionRefusals.NoFee(decision.Id));
        if (!before.IsInForce && !before.IsOn(reviewed!))
            return Refused(Refusal.Of(RefusalKind.Conflict, DecisionRefusals.Voided(before)));
        if (!before.IsInForce && await view.NotToDecideAsync(reviewed!, cancellationToken) is { } refusal)
            return Refused(refusal);
        entry.RestOn(before.Journalled);
        entry.Note($"{before.Decision.Party} confirmed the payment of its fees for {before.Decision.Id} on {payment.On:yyyy-MM-dd}{(payment.Reference is { } reference ? $" ({reference})" : "")}");
        // Other content may bring other fees, to be paid again; the entry's number tells one confirmation from the other.
        return Step(row, before with { FeesPaid = payment }, entry, author, $"fee-{decision.Id}-{entry.Head.LastEntry}",
            ContentHash.Of(System.Text.Encoding.UTF8.GetBytes($"{decision.ContentHash} {payment.On:O} {payment.Reference}")));
    }

    /// <summary>Stores the decision, and with it everything that its coming into force brings.</summary>
    private LedgerStep<DecisionState> Step(StoredRow? row, DecisionState state, LedgerEntry entry, Author author, string command, string inputHash)
    {
        IEnumerable<RowWrite> rows = [];
        if (!state.IsInForce && state.IsApprovedByBoth && !state.AwaitsPaymentBefore(FeeStep.Issuance))
            (state, rows) = notify.Begin(state, command, inputHash, author, entry);
        var body = LedgerJson.Write(state);
        return body.Length > ILedgerRows.MaximumRowBytes - GrowthBytes
            ? Refused(DecisionRefusals.TooLarge(state.Decision.Id))
            : new LedgerStep<DecisionState>
            {
                Answer = state, IsAnswerInRows = true, CommandId = command, InputHash = inputHash, Rows = [RowWrite.Replace(row, LedgerKeys.Decision(state.Decision.Id), body), .. rows],
            };
    }

    private static LedgerStep<DecisionState> Refused(Refusal refusal) => LedgerStep<DecisionState>.WithoutEntry(refusal);
}
