using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Decisions;

/// <summary>Refusals about decisions that several flows share.</summary>
internal static class DecisionRefusals
{
    /// <summary>The host in whose ledger a decision stands, by its id.</summary>
    public static bool TryHostOf(string decisionId, out PartyId host)
    {
        host = default;
        return decisionId.Length > 3 && decisionId[2] == '-' && PartyId.TryParse(decisionId[..2], out host);
    }

    public static Refusal Unknown(string decisionId) => new(RefusalKind.NotFound, "decision-unknown",
        $"No decision {decisionId} is known here.", $"決定{decisionId}は登録されていません。");

    public static Refusal NotInForce(string decisionId) => new(RefusalKind.NotFound, "decision-unknown",
        $"No decision {decisionId} is in force here.", $"決定{decisionId}は登録されていません。");

    public static Refusal AlreadyDecided(string reportId, string decisionId) => new(RefusalKind.Conflict, "report-already-decided",
        $"The report {reportId} was already decided by {decisionId}.", $"報告{reportId}は既に{decisionId}で決定されています。");

    public static Refusal InForce(string decisionId) => new(RefusalKind.Conflict, "decision-in-force",
        $"The decision {decisionId} is in force with other content.", $"決定{decisionId}は、異なる内容で既に発効しています。");

    public static Refusal Unfinished(string decisionId) => new(RefusalKind.Busy, "ledger-busy",
        $"The amounts of {decisionId} are being notified; make the same call again.", $"決定{decisionId}の配分量を通知中です。同じ要求を再送してください。");

    public static Refusal TooLarge(string decisionId) => Refusal.Of(RefusalKind.BreaksRule, new Finding("decision-too-large", "",
        $"{decisionId} with the working of its allocations is more than the {ILedgerRows.MaximumRowBytes / 1024} KB of one row of the ledger; decide on fewer projects at a time.",
        $"決定{decisionId}は台帳の一行の上限（{ILedgerRows.MaximumRowBytes / 1024}KB）を超えます。決定を分割してください。"));

    public static Refusal ApproverOfOtherSide(string decisionId) => new(RefusalKind.Forbidden, "approver-of-other-side",
        $"The same person already approved {decisionId} for the other government.", $"決定{decisionId}は、同じ人物が既に相手国政府として承認しています。");

    public static Finding Voided(DecisionState before) => new("approval-void", "",
        $"The approvals given before ({string.Join(", ", before.Approvals.Keys.Order())}) are void: the decision, a report of it, its verification or its issuance request is another one now. Both governments approve anew.",
        "決定、または対象の報告・検証・発行申請が変更されたため、以前の承認は無効です。両国政府による再度の承認が必要です。");

    public static Refusal Changed(string decisionId) => new(RefusalKind.Conflict, "decision-changed",
        $"The content of {decisionId} changed meanwhile; read it again.", $"決定{decisionId}の内容が変更されました。再度確認してください。");

    public static Refusal NoFee(string decisionId) => new(RefusalKind.Conflict, "fee-none",
        $"No fee is stated for {decisionId}.", $"決定{decisionId}に手数料の定めはありません。");

    public static Refusal AlreadyPaid(string decisionId, DateOnly day) => new(RefusalKind.Conflict, "fee-already-paid",
        $"The payment of the fees for {decisionId} was confirmed for {day:yyyy-MM-dd}.", $"決定{decisionId}の手数料は{day:yyyy-MM-dd}の納付が確認済みです。");

    public static Refusal FeeNotPaid(string decisionId) => new(RefusalKind.Conflict, "fee-not-paid",
        $"The transfer of {decisionId} waits for the confirmation that its fees were paid.", $"決定{decisionId}の国際移転は、手数料の納付確認を待っています。");

    /// <summary>Why none of this may be decided now, as the ledger has it; null where nothing stands against it.</summary>
    public static async Task<Refusal?> NotToDecideAsync(this LedgerView view, ReviewedDecision reviewed, CancellationToken cancellationToken)
    {
        foreach (var project in reviewed.Projects)
        {
            var report = project.Report;
            if (await view.DecisionOfAsync(report.Id, cancellationToken) is { } other)
                return AlreadyDecided(report.Id, other);
            if (await view.IssuanceAsync(project.Decision.Id, cancellationToken) is not null)
                return InForce(project.Decision.Id);
            if (await view.WithdrawalOfAsync(report.Id, cancellationToken) is { } withdrawal && withdrawal.Covers(report))
                return Intake.ReportRefusals.NotReady(report.Id, "it was withdrawn", "取り下げられました");
        }

        return null;
    }
}
