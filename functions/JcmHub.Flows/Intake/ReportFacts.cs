using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Flows.Decisions;

namespace JcmHub.Flows.Intake;

/// <summary>A report's project cycle as facts with dates, not one status (D9); a fact that is not there yet is absent.</summary>
internal static class ReportFacts
{
    public static JsonObject Write(ReportState state, Domain.Ledger.Issuance? issuance, DecisionState? decision)
    {
        var facts = new JsonObject { ["submitted"] = JsonWords.Instant(state.SubmittedAt) };
        facts.Put("computed", state.Result?.ComputedAt);
        facts.Put("returned", state.Statements.LastOrDefault(statement => !statement.IsVerified)?.On);
        facts.Put("answered", state.Statements.LastOrDefault(statement => statement.Answer is not null)?.Answer!.On);
        facts.Put("verified", state.Verification is { IsVerified: true } verified ? verified.On : null);
        facts.Put("issuanceRequested", state.IssuanceRequestedOn);
        facts.Put("issuanceRequestWithdrawn", state.IssuanceRequests.LastOrDefault(request => request.Withdrawn is not null)?.Withdrawn!.On);
        facts["completeness"] = Sides(state.CompletenessCheckedOn);
        facts.Put("withdrawn", state.Withdrawn?.On);
        if (issuance is null)
            return facts;
        if (decision is not null)
        {
            facts["approved"] = Sides(decision.Approvals.ToDictionary(approval => approval.Key, approval => DateOnly.FromDateTime(approval.Value.UtcDateTime)));
            facts.Put("feesPaid", decision.FeesPaid?.On);
        }

        facts["decided"] = JsonWords.Day(issuance.Decision.DecidedOn);
        facts.Put("notified", decision?.NotifiedAt ?? issuance.NotifiedAt);
        facts["issued"] = Sides(issuance.IssuedOn);
        if (issuance.LapsedOn.Count > 0)
            facts["lapsed"] = Sides(issuance.LapsedOn);
        facts.Put("authorised", issuance.AllAuthorizations.FirstOrDefault()?.AuthorizedOn);
        facts.Put("acknowledged", issuance.AcknowledgedOn);
        facts.Put("transferApproved", issuance.TransferApprovedOn);
        facts.Put("firstTransferred", issuance.FirstTransferredOn);
        return facts;
    }

    /// <summary>Every statement of the third-party entity, with findings and answers.</summary>
    public static JsonArray Statements(ReportState state) =>
        [.. state.Statements.Select(statement =>
        {
            var json = new JsonObject
            {
                ["outcome"] = statement.IsVerified ? "verified" : "returned",
                ["thirdPartyEntity"] = statement.ThirdPartyEntity,
                ["on"] = JsonWords.Day(statement.On),
                ["findings"] = JsonWords.Texts(statement.Findings),
            };
            if (statement.Answer is { } answer)
                json["answer"] = new JsonObject { ["on"] = JsonWords.Day(answer.On), ["answers"] = JsonWords.Texts(answer.Answers) };
            return json;
        })];

    /// <summary>The documents attached; the redacted versions have a public address.</summary>
    public static JsonArray Documents(ReportState state) =>
        [.. state.Documents.Select(document =>
        {
            var json = Document(document);
            if (document.IsRedacted)
                json["public"] = $"public/reports/{state.Id}/documents/{document.ContentHash["sha-256:".Length..]}";
            return json;
        })];

    /// <summary>One attached document.</summary>
    public static JsonObject Document(AttachedDocument document) => new()
    {
        ["kind"] = JsonWords.Kebab(document.Kind),
        ["version"] = document.IsRedacted ? "redacted" : "full",
        ["contentHash"] = document.ContentHash,
        ["mediaType"] = document.MediaType,
        ["attached"] = JsonWords.Instant(document.AttachedAt),
    };

    private static JsonObject Sides(IReadOnlyDictionary<Side, DateOnly> dates)
    {
        var json = new JsonObject();
        foreach (var (side, day) in dates.OrderBy(date => date.Key))
            json[JsonWords.Kebab(side)] = JsonWords.Day(day);
        return json;
    }
}
