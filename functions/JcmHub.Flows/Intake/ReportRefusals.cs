using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake;

/// <summary>Refusals about reports that several flows share.</summary>
public static class ReportRefusals
{
    public static Refusal Unknown(string reportId) => new(RefusalKind.NotFound, "report-unknown",
        $"No report {reportId} is known here.", $"報告{reportId}は登録されていません。");

    /// <summary>Nothing more is done with a report that was withdrawn or replaced; null where it is open.</summary>
    public static Refusal? Closed(ReportState report) =>
        report.ReplacedBy is { } other ? new(RefusalKind.Conflict, "report-replaced",
            $"The report {report.Id} was replaced by {other}.", $"報告{report.Id}は{other}に差し替えられました。")
        : report.Withdrawn?.On is { } day ? new(RefusalKind.Conflict, "report-withdrawn",
            $"The report {report.Id} was withdrawn on {day:yyyy-MM-dd}.", $"報告{report.Id}は{day:yyyy-MM-dd}に取り下げられました。")
        : null;

    public static Refusal NotReady(string reportId, string missing, string missingJa) => new(RefusalKind.Conflict, "report-not-ready",
        $"The report {reportId} is not ready for this: {missing}.", $"報告{reportId}はまだこの手続きに進めません（{missingJa}）。");

    /// <summary>A fact is not before the one that it follows; null where it is not.</summary>
    internal static Refusal? TooEarly(string pointer, DateOnly day, DateOnly after, string what, string whatJa) => day >= after ? null
        : Refusal.Of(RefusalKind.BreaksRule, new Domain.Methodologies.Finding("dates-out-of-order", pointer,
            $"{day:yyyy-MM-dd} is before {what} ({after:yyyy-MM-dd}).", $"{day:yyyy-MM-dd}は{whatJa}（{after:yyyy-MM-dd}）より前です。"));

    /// <summary>What is done stays as it was done; whoever sends other content is told so, not that all is well.</summary>
    internal static Refusal DoneOtherwise(string code, string detail, string detailJa) => new(RefusalKind.Conflict, code, detail, detailJa);

    /// <summary>The ways of a report and what each takes are in design D14.</summary>
    public static Refusal TooLarge(long maximumBytes) => maximumBytes <= SubmitReport.MaximumBytes
        ? new(RefusalKind.TooLarge, "report-too-large",
            "A report of more than 64 MB does not come this way; ask POST reports/uploads for an address.",
            "64MBを超える報告はこの経路では受け付けられません。POST reports/uploadsで宛先を取得してください。")
        : new(RefusalKind.TooLarge, "report-too-large",
            $"A report has at most {maximumBytes >> 30} GB; divide the monitoring period.",
            $"報告は{maximumBytes >> 30}GBまでです。モニタリング期間を分割してください。");

    /// <summary>A participant hands in reports of its own projects only; null where the project is one.</summary>
    public static Refusal? NotOfCaller(ProjectId project, Caller caller) =>
        !caller.ReachesHost(PartyId.Parse(project.Party)) ? OtherSide($"reports of {project}", $"{project}の報告")
        : caller.Projects.Contains(project) ? null
        : new Refusal(RefusalKind.Forbidden, "project-not-yours",
            $"The token does not name {project} among its projects.", $"アクセストークンに{project}の記載がありません。");

    public static Refusal OtherSide(string what, string whatJa) => new(RefusalKind.Forbidden, "wrong-party",
        $"This caller's Party has no say in {what}.", $"この利用者の国は{whatJa}に関与できません。");
}
