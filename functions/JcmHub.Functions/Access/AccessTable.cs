using JcmHub.Functions.Triggers;

namespace JcmHub.Functions.Access;

/// <summary>Who may call what: one table of function and roles. What a Party may do with the Party's own is decided in the flows.</summary>
internal static class AccessTable
{
    /// <summary>Open to anyone, without a token.</summary>
    private static readonly HashSet<string> Open = [nameof(Health.GetLive), nameof(Health.GetReady)];

    private static readonly Dictionary<string, string[]> Roles = new()
    {
        [nameof(Reports.PostReport)] = [Role.Participant],
        [nameof(Reports.GetReport)] =
            [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Registry, Role.Reviewer, Role.Operator],
        [nameof(Reports.GetTrace)] = [Role.Participant, Role.ThirdPartyEntity, Role.Secretariat, Role.Government, Role.Reviewer, Role.Operator],
        [nameof(Reports.PostVerification)] = [Role.ThirdPartyEntity],
        [nameof(Reports.PostIssuanceRequest)] = [Role.Participant],
        [nameof(Reports.PostCompleteness)] = [Role.Secretariat],
        [nameof(Decisions.PostDecision)] = [Role.Government],
        [nameof(Credits.PostTransferApproval)] = [Role.Government],
        [nameof(Credits.GetCredits)] = [Role.Registry, Role.Reviewer, Role.Operator],
        [nameof(Credits.GetTransaction)] = [Role.Registry, Role.Reviewer, Role.Operator],
        [nameof(Article6.GetBalance)] = [Role.Reviewer, Role.Registry, Role.Operator],
    };

    /// <summary>Whether a function asks for no token.</summary>
    public static bool IsOpen(string function) => Open.Contains(function);

    /// <summary>Whether a role may call a function; a function that is not in the table may be called by nobody.</summary>
    public static bool Allows(string function, string role) => Roles.TryGetValue(function, out var roles) && roles.Contains(role);

    /// <summary>Every function of the table.</summary>
    public static IEnumerable<string> Functions => Roles.Keys.Concat(Open);
}
