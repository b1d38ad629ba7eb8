using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Intake;

/// <summary>Time limits of the Parties that began to run for a report: due when, done when, late or not. Lateness is shown and stops nothing.</summary>
internal static class ReportLimits
{
    public static JsonArray Write(ReportState state, Domain.Ledger.Issuance? issuance, RuleBook rules, DateOnly today)
    {
        var limits = new JsonArray();
        if (rules.Project(state.Project) is not { } project || rules.HostOf(project) is not { } host)
            return limits;
        if (state.IssuanceRequestedOn is { } requested)
        {
            Add(Side.Japan, rules.Japan, TimedOperation.CompletenessCheck, requested, Done(state.CompletenessCheckedOn, Side.Japan));
            Add(Side.Partner, host, TimedOperation.CompletenessCheck, requested, Done(state.CompletenessCheckedOn, Side.Partner));
            if (state.CompletenessCheckedOn.Count == 2)
            {
                Add(Side.Japan, rules.Japan, TimedOperation.Decision, state.CompletenessCheckedOn.Values.Max(), issuance?.Decision.DecidedOn);
                Add(Side.Partner, host, TimedOperation.Decision, state.CompletenessCheckedOn.Values.Max(), issuance?.Decision.DecidedOn);
            }
        }

        if (issuance is not null)
        {
            Add(Side.Japan, rules.Japan, TimedOperation.Issuance, issuance.Decision.DecidedOn, Done(issuance.IssuedOn, Side.Japan));
            Add(Side.Partner, host, TimedOperation.Issuance, issuance.Decision.DecidedOn, Done(issuance.IssuedOn, Side.Partner));
            if (issuance.Flow == IssuanceFlow.A && Done(issuance.IssuedOn, Side.Partner) is { } issued)
                Add(Side.Partner, host, TimedOperation.TransferApproval, issued, issuance.TransferApprovedOn);
        }

        return limits;

        void Add(Side side, Party party, TimedOperation operation, DateOnly from, DateOnly? done)
        {
            if (party.LimitOf(operation, from) is not { } limit)
                return;
            var due = from.AddDays(limit.Value.Days);
            var json = new JsonObject
            {
                ["operation"] = JsonWords.Kebab(operation),
                ["side"] = JsonWords.Kebab(side),
                ["days"] = limit.Value.Days,
                ["due"] = JsonWords.Day(due),
                ["late"] = (done ?? today) > due,
                ["certainty"] = JsonWords.Kebab(limit.Certainty),
            };
            json.Put("done", done);
            limits.Add(json);
        }
    }

    private static DateOnly? Done(IReadOnlyDictionary<Side, DateOnly> dates, Side side) => dates.TryGetValue(side, out var day) ? day : null;
}
