using JcmHub.Functions.Triggers;

namespace JcmHub.Functions.Access;

/// <summary>
/// Who may call what: the one table of route, role and Party, enforced by <see cref="AccessMiddleware"/>. A function that is not
/// here may be called by nobody. Unless a row says <see cref="Route.IsOwnOnly"/>, a caller of Japan or without a Party reaches
/// every host's matters and a caller of another Party its own only; a participant reaches its own projects only.
/// </summary>
internal static class AccessTable
{
    /// <summary>Every HTTP function, in the order of the design's table. Each row here has its row in <c>access-matrix.md</c> of the tests.</summary>
    public static IReadOnlyList<Route> Routes { get; } =
    [
        new("POST reports", nameof(Reports.PostReport), Whose.Document, [Role.Participant], "Submit a monitoring report of up to 64 MB."),
        new("GET reports/{id}", nameof(Reports.GetReport), Whose.Report,
            [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Registry, Role.Reviewer, Role.Operator],
            "A report's whole way so far, from upload to the last receipt."),
        new("GET reports/{id}/trace", nameof(Reports.GetTrace), Whose.Report,
            [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Reviewer, Role.Operator],
            "The calculation trace: inputs, every intermediate value, every rounding."),
        new("POST reports/{id}/verification", nameof(Reports.PostVerification), Whose.Report, [Role.ThirdPartyEntity],
            "A third-party entity's statement: verified, or returned with findings."),
        new("POST reports/{id}/issuance-request", nameof(Reports.PostIssuanceRequest), Whose.Report, [Role.Participant],
            "The participants request the issuance of a verified report's credits."),
        new("POST reports/{id}/completeness", nameof(Reports.PostCompleteness), Whose.Report, [Role.Secretariat],
            "One side's secretariat (for Japan JCMA) finds the issuance request complete."),
        new("POST decisions", nameof(Decisions.PostDecision), Whose.Document, [Role.Government],
            "One government's approval of a Joint Committee decision; it is in force when both have approved the same content."),
        new("GET credits", nameof(Credits.GetCredits), Whose.PartyOfQuery, [Role.Registry, Role.Reviewer, Role.Operator],
            "The unit blocks of a host's credits, in its own registry and in Japan's."),
        new("POST credits/transfers/{id}/approval", nameof(Credits.PostTransferApproval), Whose.Decision, [Role.Government],
            "The host approves the international transfer of a decision's units.") { IsOwnOnly = true },
        new("GET article6/{party}/balance", nameof(Article6.GetBalance), Whose.Party, [Role.Reviewer, Role.Registry, Role.Operator],
            "A host's corresponding adjustments, and what they add to its emissions balance."),
        new("POST article6/{party}/adjustments/{id}/steps", nameof(Article6.PostAdjustmentStep), Whose.Party, [Role.Government, Role.Reviewer],
            "The host's government says when it reported or applied a corresponding adjustment, a reviewer when its review ended."),
        new("POST registries/{party}/acknowledgements", nameof(Records.PostAcknowledgement), Whose.Party, [Role.Registry, Role.MarketOperator, Role.Government],
            "A registry's signed receipt; or the word of a government without a registry for the amount that it was notified of.") { IsOwnOnly = true },
        new("GET transactions/{id}", nameof(Records.GetTransaction), Whose.Record, [Role.Registry, Role.Reviewer, Role.Operator],
            "A record's state: the way back for a registry that is in doubt."),
        new("GET transactions/{id}/proof", nameof(Records.GetProof), Whose.Record, [Role.Registry, Role.Reviewer, Role.Operator],
            "A record and its receipt with all that proves them: what `jcmhub verify-record` reads."),
        new("GET health/live", nameof(Health.GetLive), Whose.Everyones, [], "The process is alive.") { IsOpen = true },
        new("GET health/ready", nameof(Health.GetReady), Whose.Everyones, [], "The hub is ready to work.") { IsOpen = true },
        new("* {*address}", nameof(Interface.AnswerUnknown), Whose.Everyones, [], "Says what is wrong with an address that no other function has.")
        { IsOpen = true, IsInDocument = false },
    ];

    private static readonly Dictionary<string, Route> ByFunction = Routes.ToDictionary(route => route.Function);

    /// <summary>The row of a function; null where there is none.</summary>
    public static Route? Find(string function) => ByFunction.GetValueOrDefault(function);
}
