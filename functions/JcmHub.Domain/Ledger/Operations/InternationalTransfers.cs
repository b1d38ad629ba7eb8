using System.Globalization;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Domain.Ledger.Operations;

/// <summary>
/// The international transfer of units that the host's registry has issued and somebody there holds: authorised, and never transferred. The
/// host approves, its registry moves them out, and Japan's registry is asked to issue the linked units (D9, as in issuance flow A).
/// </summary>
public static class InternationalTransfers
{
    /// <summary>Checks the units that were chosen.</summary>
    /// <param name="issuance">The issuance of the first of them.</param>
    /// <param name="chosen">The blocks in which they lie.</param>
    /// <param name="tonnes">How many of their tonnes.</param>
    /// <param name="all">Every block of the decision.</param>
    /// <param name="others">The other transfers of its units that are under way, approved or not.</param>
    /// <param name="host">The host, with the rules that hold for the project.</param>
    /// <param name="methodologies">The project's methodologies, by id.</param>
    /// <param name="day">The day of asking.</param>
    /// <returns>
    /// Errors <c>transfer-mixed</c>, <c>units-not-authorised</c>, <c>account-unknown</c>, and the findings of <see cref="CheckLimits"/>.
    /// </returns>
    public static (IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings) Check(
        Issuance issuance, IReadOnlyList<UnitBlock> chosen, long tonnes, IReadOnlyList<UnitBlock> all, IEnumerable<Operation> others, Party host, IReadOnlyList<string> methodologies, DateOnly day)
    {
        if (chosen.Any(block => block.Authorization is null))
            return ([new Finding("units-not-authorised", "/tonnes", "Some of these units are not authorised; only ITMOs are transferred so.", "承認されていない単位が含まれています。")], []);
        if (chosen.Select(block => (block.Decision, block.Authorization)).Distinct().Count() > 1)
            return ([new Finding("transfer-mixed", "/units", "These units are of several decisions or authorisations; ask for each on its own, by vintage or by units.", "複数の決定または承認にまたがる単位です。ビンテージまたは単位を指定して分割してください。")], []);
        if (host.TransferOutAccount is null)
            return ([new Finding("account-unknown", "", $"No account of {host.Id}'s registry for units that leave it is known.", $"{host.Id}の登録簿の国際移転用口座が登録されていません。")], []);

        return CheckLimits(issuance, tonnes, all, others, host, methodologies, day);
    }

    /// <summary>
    /// The host's cap on what may go and the share that it retains, of what its side got by the decision: all that Japan's side got counts, all that
    /// has gone, and all that is on its way. So two transfers cannot keep to them each and break them together; they are held again at the approval.
    /// </summary>
    /// <param name="issuance">The issuance of the units.</param>
    /// <param name="tonnes">How many are to go.</param>
    /// <param name="all">Every block of the decision.</param>
    /// <param name="others">The other transfers of its units; those that ended count by what has gone.</param>
    /// <param name="host">The host, with the rules that hold for the project.</param>
    /// <param name="methodologies">The project's methodologies, by id.</param>
    /// <param name="day">The day of asking, or of the approval.</param>
    /// <returns>Errors, or warnings where the rule is not sure, <c>transfer-cap</c>, <c>retained-share</c>.</returns>
    public static (IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings) CheckLimits(
        Issuance issuance, long tonnes, IReadOnlyList<UnitBlock> all, IEnumerable<Operation> others, Party host, IReadOnlyList<string> methodologies, DateOnly day)
    {
        var total = issuance.Lines.Sum(line => line.Units.Count);
        var gone = all.Where(block => block.State == UnitState.Out && issuance.Lines.Any(line => line.Allocation.Recipient.Side == Side.Partner && line.Units.Contains(block.Units))).ToArray();
        var going = others.Where(other => other.IsGoingAbroad).SelectMany(other => other.Units).Where(units => !gone.Any(block => block.Units.Overlaps(units)));
        var away = issuance.Lines.Where(line => line.Allocation.Recipient.Side == Side.Japan).Sum(line => line.Units.Count)
            + gone.Sum(block => block.Units.Count) + going.Sum(units => units.Count) + tonnes;
        List<Finding> errors = [], warnings = [];
        if (host.TransferCaps.On(day) is { } cap && cap.Value.Binds(methodologies) && away > cap.Value.Share.FloorOf(total))
            (cap.IsSure ? errors : warnings).Add(Limit("transfer-cap",
                $"With these, {away} of {total} t would have gone to Japan's side or be on their way; {host.Name} lets at most {cap.Value.Share} go.{cap.Caveat}",
                $"日本側への移転（手続き中を含む）は{total}トン中{away}トンとなり、{host.Id}の上限{cap.Value.Share}を超えます。{cap.Caveat}"));
        if (host.RetainedShares.On(day) is { } retained && retained.Value.Binds(methodologies) && total - away < retained.Value.Share.CeilingOf(total))
            (retained.IsSure ? errors : warnings).Add(Limit("retained-share",
                $"With these and what is on its way, {total - away} of {total} t would stay with {host.Name}'s side; at least {retained.Value.Share} must.{retained.Caveat}",
                $"手続き中の移転を含めると、{host.Id}側に残るのは{total}トン中{total - away}トンとなり、{retained.Value.Share}以上が必要です。{retained.Caveat}"));
        return (errors, warnings);
    }

    /// <summary>The host has approved: its registry is asked to move the units out.</summary>
    /// <param name="operation">In state <see cref="OperationState.Approving"/>, approved.</param>
    /// <param name="issuance">The issuance of its units.</param>
    /// <param name="reserved">Its units.</param>
    /// <param name="entry">The entry to write.</param>
    public static Operation Send(Operation operation, Issuance issuance, IReadOnlyList<UnitBlock> reserved, LedgerEntry entry)
    {
        var request = operation.Request;
        var content = new InternationalTransferContent(RecordCause.Operation(request.Key), issuance.Decision.Id, request.Project, operation.ApprovedOn!.Value,
            request.AcquiringParty!.Value, operation.OutAccount!, reserved, issuance.AuthorizationOf(reserved[0]));
        var record = entry.Announce(request.Registry, RecordKind.InternationalTransfer, content, operation.Units);
        entry.Note($"{request.Host} approved the international transfer {request.Id} of {request.Tonnes} t of {request.Project}");
        return operation with { State = OperationState.Pending, Parts = operation.Parts + 1, Record = record.Id };
    }

    /// <summary>The host's registry has moved the units out: books what fits into one part, and asks Japan's registry to issue that part's linked units.</summary>
    /// <param name="operation">Answered, and done by the registry.</param>
    /// <param name="issuance">The issuance of its units.</param>
    /// <param name="reserved">Its units, those of earlier parts left out or not.</param>
    /// <param name="host">The host.</param>
    /// <param name="entry">The entry to write.</param>
    public static (Operation Operation, Issuance Issuance) Settle(Operation operation, Issuance issuance, IReadOnlyList<UnitBlock> reserved, Party host, LedgerEntry entry)
    {
        var mine = reserved.ToDictionary(block => block.Units);
        var part = operation.Units.Skip(operation.Done).Take(Issuance.MostBlocksOfARecord).Select(units => mine[units]).ToArray();
        var (transferred, asked) = LinkedUnits.Transfer(issuance, part, host, operation.OutAccount!, operation.AppliedOn!.Value, operation.Record!.Value,
            linked => linked with { Account = operation.To.Number, AccountType = operation.To.Type, Holder = operation.To.Holder }, entry, operation.Request.Key);
        var done = operation.Done + part.Length;
        return (operation with
        {
            State = done == operation.Units.Count ? OperationState.Completed : OperationState.Settling,
            Done = done,
            Parts = operation.Parts + 1,
            Issuances = [.. operation.Issuances, asked.Id],
        }, transferred);
    }

    private static Finding Limit(string code, FormattableString detail, FormattableString detailJa) =>
        new(code, "/tonnes", detail.ToString(CultureInfo.InvariantCulture), detailJa.ToString(CultureInfo.InvariantCulture));
}
