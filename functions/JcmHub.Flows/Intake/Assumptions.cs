using JcmHub.Domain.Methodologies;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Intake;

/// <summary>What a result rests on that is not published: said beside the figures, never hidden in them.</summary>
internal static class Assumptions
{
    public static IEnumerable<string> Of(ReportState state, Domain.Ledger.Issuance? issuance, RuleBook rules)
    {
        foreach (var pin in state.Result?.Methodologies ?? [])
        {
            if (pin.Status != "official-text-read")
                yield return $"{pin.Id} {pin.Version} is {pin.Status.Replace('-', ' ')}, not read from the official text.";
        }

        if (issuance is null || rules.Party(state.Host) is not { } host)
            yield break;
        var day = issuance.Decision.DecidedOn;
        foreach (var text in Unsure(host, "issuance flow", host.IssuanceFlows, day)
            .Concat(Unsure(host, "kind of registry", host.Registries, day))
            .Concat(Unsure(host, "agreement on Article 6 rules", host.Article6RulesAgreed, day))
            .Concat(Unsure(rules.Japan, "standing authorisation", rules.Japan.StandingAuthorizations, day)))
            yield return text;
    }

    private static IEnumerable<string> Unsure<T>(Party party, string what, IEnumerable<DatedRule<T>> dated, DateOnly day)
    {
        if (dated.On(day) is { Certainty: not (Certainty.Sourced or Certainty.Definition) } rule)
            yield return $"{party.Name}: {what} is {rule.Grounds}";
    }
}
