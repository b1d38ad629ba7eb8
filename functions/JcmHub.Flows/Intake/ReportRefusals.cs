using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Intake;

/// <summary>Refusals about reports that several flows share.</summary>
internal static class ReportRefusals
{
    public static Refusal Unknown(string reportId) => new(RefusalKind.NotFound, "report-unknown",
        $"No report {reportId} is known here.", $"報告{reportId}は登録されていません。");

    public static Refusal NotReady(string reportId, string missing, string missingJa) => new(RefusalKind.Conflict, "report-not-ready",
        $"The report {reportId} is not ready for this: {missing}.", $"報告{reportId}はまだこの手続きに進めません（{missingJa}）。");

    /// <summary>A participant hands in reports of its own projects only; null where the project is one.</summary>
    public static Refusal? NotOfCaller(ProjectId project, Caller caller) =>
        !caller.ReachesHost(PartyId.Parse(project.Party)) ? OtherSide($"reports of {project}", $"{project}の報告")
        : caller.Projects.Contains(project) ? null
        : new Refusal(RefusalKind.Forbidden, "project-not-yours",
            $"The token does not name {project} among its projects.", $"アクセストークンに{project}の記載がありません。");

    public static Refusal OtherSide(string what, string whatJa) => new(RefusalKind.Forbidden, "wrong-party",
        $"This caller's Party has no say in {what}.", $"この利用者の国は{whatJa}に関与できません。");
}
