using JcmHub.Domain.Credits;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Decisions;

/// <summary>
/// Notifies the amounts of a decision and asks the registries to issue: in the transaction that brings it into force, or, where that
/// does not hold it all, in numbered parts (D4). The first part stores both approvals, and from then on the decision stands; nothing of it
/// is seen or sent before the last amount is notified. Its row says how far it is, so whoever calls next, the caller again, the next
/// decision of the host or the sweep, goes on where a dead process left it.
/// </summary>
public sealed class NotifyDecision(RuleBook rules, Ledger ledger)
{
    /// <summary>Writes into the entry what a decision's coming into force brings, or its first part.</summary>
    /// <returns>The decision as it is then, and the rows beside its own.</returns>
    internal (DecisionState State, IEnumerable<RowWrite> Rows) Begin(DecisionState state, string command, string inputHash, Author author, LedgerEntry entry)
    {
        if (!JointDecision.FitsOneTransaction([.. Enumerable.Range(0, state.Reports.Count).Select(project => LinesOf(state, project).Count)]))
        {
            entry.BeginParts(state.Decision.Id);
            return (state with { Parts = new NotificationParts(command, inputHash, author, Written: 1, Notified: 0, Asked: 0) }, []);
        }

        var rows = new List<RowWrite>();
        for (var project = 0; project < state.Reports.Count; project++)
        {
            var (host, issuance) = Notify(state, project, entry);
            var blocks = entry.Blocks.Where(block => block.Decision == issuance.Decision.Id).ToArray();
            rows.AddRange(Rows(Notification.Ask(issuance, blocks, host, entry.Time, entry)));
        }

        return (state with { NotifiedAt = entry.Time }, rows);
    }

    /// <summary>Lets a flow decide that must not come between a decision's parts: an unfinished one is finished first.</summary>
    internal async Task<Outcome<T>> CommitAsync<T>(
        PartyId host, Author author, Func<LedgerView, LedgerEntry, Task<LedgerStep<T>>> decide, CancellationToken cancellationToken)
    {
        while (true)
        {
            string? unfinished = null;
            var committed = await ledger.CommitAsync<T>(host, author, (view, entry) =>
            {
                unfinished = entry.Head.Unfinished?.Id;
                return unfinished is null ? decide(view, entry) : Task.FromResult(LedgerStep<T>.WithoutEntry(DecisionRefusals.Unfinished(unfinished)));
            }, cancellationToken);
            if (unfinished is null)
                return committed;
            var finished = await ContinueAsync(host, unfinished, cancellationToken);
            if (finished.IsRefused)
                return finished.Refusal;
        }
    }

    /// <summary>Goes on with what a host has unfinished, if anything.</summary>
    public async Task ContinueAllAsync(PartyId host, CancellationToken cancellationToken)
    {
        if ((await ledger.View(host).HeadAsync(cancellationToken)).Unfinished is { } unfinished)
            await ContinueAsync(host, unfinished.Id, cancellationToken);
    }

    /// <summary>Writes the parts that a decision still lacks.</summary>
    /// <returns>The decision, with all its parts; or why the next one could not be written now.</returns>
    internal async Task<Outcome<DecisionState>> ContinueAsync(PartyId host, string decisionId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (_, state) = (await ledger.View(host).DecisionAsync(decisionId, cancellationToken))!.Value;
            if (state.Parts is not { } parts)
                return state;
            var written = await ledger.CommitAsync<DecisionState>(host, parts.Author, (view, entry) => NextAsync(view, entry, decisionId, cancellationToken), cancellationToken);
            if (written.IsRefused)
                return written;
        }
    }

    private async Task<LedgerStep<DecisionState>> NextAsync(LedgerView view, LedgerEntry entry, string decisionId, CancellationToken cancellationToken)
    {
        var (row, state) = (await view.DecisionAsync(decisionId, cancellationToken))!.Value;
        if (state.Parts is not { } parts)
            return LedgerStep<DecisionState>.WithoutEntry(state);
        var (next, rows) = state.IsInForce ? await AskAsync(view, state, parts, entry, cancellationToken) : NotifyNext(state, parts, entry);
        return new LedgerStep<DecisionState>
        {
            Answer = next,
            IsAnswerInRows = true,
            CommandId = parts.Command,
            Part = parts.Written,
            InputHash = parts.InputHash,
            Rows = [RowWrite.Replace(row, LedgerKeys.Decision(decisionId), LedgerJson.Write(next)), .. rows],
        };
    }

    /// <summary>Notifies the amounts of the next projects; with the last of them the decision is in force.</summary>
    private (DecisionState State, List<RowWrite> Rows) NotifyNext(DecisionState state, NotificationParts parts, LedgerEntry entry)
    {
        var rows = new List<RowWrite>();
        entry.RestOn(state.Journalled);
        var notified = parts.Notified + JointDecision.ProjectsOfANotice(LinesFrom(state, parts.Notified));
        for (var project = parts.Notified; project < notified; project++)
            rows.AddRange(Rows(Notify(state, project, entry).Issuance));
        var next = state with { Parts = parts with { Written = parts.Written + 1, Notified = notified } };
        if (notified < state.Reports.Count)
            return (next, rows);
        entry.ShowParts();
        entry.Note($"{state.Decision.Id} is in force: all its amounts are notified");
        return (next with { NotifiedAt = entry.Time }, rows);
    }

    /// <summary>Asks the registries for the next projects.</summary>
    private async Task<(DecisionState State, List<RowWrite> Rows)> AskAsync(
        LedgerView view, DecisionState state, NotificationParts parts, LedgerEntry entry, CancellationToken cancellationToken)
    {
        var rows = new List<RowWrite>();
        var asked = parts.Asked + JointDecision.ProjectsOfADispatch(LinesFrom(state, parts.Asked));
        foreach (var decision in state.Decision.Projects.Take(asked).Skip(parts.Asked))
        {
            var (row, issuance) = (await view.IssuanceAsync(decision.Id, cancellationToken))!.Value;
            var blocks = await view.BlocksAsync(issuance, cancellationToken);
            var next = Notification.Ask(issuance, blocks, HostOf(decision), state.NotifiedAt!.Value, entry);
            rows.Add(RowWrite.Replace(row, LedgerKeys.Issuance(decision.Id), LedgerJson.Write(next)));
        }

        if (asked == state.Reports.Count)
            entry.EndParts();
        return (state with { Parts = asked == state.Reports.Count ? null : parts with { Written = parts.Written + 1, Asked = asked } }, rows);
    }

    private (Party Host, Domain.Ledger.Issuance Issuance) Notify(DecisionState state, int project, LedgerEntry entry)
    {
        var decision = state.Decision.Projects[project];
        var host = HostOf(decision);
        var issuance = new Domain.Ledger.Issuance { Decision = decision, ReportId = state.Reports[project].Id };
        return (host, Notification.Notify(issuance, LinesOf(state, project), host.IssuanceFlows.On(decision.DecidedOn)!.Value, host, entry));
    }

    private Party HostOf(Decision decision) => rules.HostOf(rules.Project(decision.Project)!)!;

    private static RowWrite[] Rows(Domain.Ledger.Issuance issuance) =>
    [
        RowWrite.Add(LedgerKeys.Issuance(issuance.Decision.Id), LedgerJson.Write(issuance)),
        RowWrite.Add(LedgerKeys.Decided(issuance.ReportId), LedgerJson.Write(issuance.Decision.Id)),
    ];

    private static IEnumerable<int> LinesFrom(DecisionState state, int project) =>
        Enumerable.Range(project, state.Reports.Count - project).Select(each => LinesOf(state, each).Count);

    private static IReadOnlyList<AllocationLine> LinesOf(DecisionState state, int project) => state.Reports[project].Split(state.Decision.Projects[project]).Lines;
}
