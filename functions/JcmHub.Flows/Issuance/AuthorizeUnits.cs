using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Credits;
using JcmHub.Domain.Eligibility;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.GxEts;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// The host's government authorises units after the decision: those that wait for their international transfer, those that Japan's registry
/// issued without an authorisation, or those of an account that it names. Japan's authorisation is its standing one (D9).
/// </summary>
public sealed class AuthorizeUnits(RuleBook rules, Ledger ledger, TimeProvider time)
{
    /// <summary>Authorises; the same authorisation again changes nothing.</summary>
    /// <returns>
    /// Refusals: the schema's codes (400), <c>wrong-party</c> (403), <c>decision-unknown</c> (404), those of <see cref="LateAuthorization"/> (422; 409 where it is authorised otherwise), <c>ledger-busy</c> (503).
    /// </returns>
    public async Task<Outcome<JsonObject>> AuthorizeAsync(ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.AuthorizationGrant, document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var decisionId = json.RootElement.Text("decision");
        if (!PartyId.TryParse(decisionId[..2], out var hostId) || rules.Party(hostId) is not { } host)
            return Decisions.DecisionRefusals.NotInForce(decisionId);
        if (caller.Party != hostId)
            return ReportRefusals.OtherSide($"authorisations of {hostId}", $"{hostId}による承認");
        var authorization = AuthorizationDocument.Parse(json.RootElement.GetProperty("authorization"));
        var hash = ContentHash.Of(Exchange.CanonicalJson.Canonicalize(json.RootElement));
        var latest = Decisions.CycleDocument.LatestDay(time);
        var account = json.RootElement.TryGetProperty("account", out var named) ? named.GetString() : null;
        var granted = await ledger.CommitAsync<string>(hostId, caller.Author, async (view, entry) =>
        {
            if (await view.IssuanceAsync(decisionId, cancellationToken) is not { Value.IsInForce: true } stored)
                return LedgerStep<string>.WithoutEntry(Decisions.DecisionRefusals.NotInForce(decisionId));
            var blocks = await view.BlocksAsync(stored.Value, cancellationToken);
            var (issuance, error) = LateAuthorization.Grant(stored.Value, authorization, account, blocks, rules.HostOf(stored.Value.Decision.Project), rules.Japan, latest, entry);
            if (error is not null)
                return LedgerStep<string>.WithoutEntry(Refusal.Of(error.Code == "authorization-exists" ? RefusalKind.Conflict : RefusalKind.BreaksRule, error));
            if (entry.Blocks.Count == 0)
                return LedgerStep<string>.WithoutEntry(authorization.AuthorizationId);
            var gate = await HostGate.OfAsync(rules, view, entry.Head, PartyId.Japan, cancellationToken);
            var told = EligibleCredits.Tell(issuance, RecordCause.Issuance(decisionId), gate, entry);
            return new LedgerStep<string>
            {
                Answer = authorization.AuthorizationId,
                // The same authorisation may cover more units later; the entry's number tells one from the other.
                CommandId = $"authorize-{decisionId}-{authorization.AuthorizationId}-{entry.Head.LastEntry}",
                InputHash = hash,
                Rows = [RowWrite.Replace(stored.Row, LedgerKeys.Issuance(decisionId), LedgerJson.Write(issuance with { Records = [.. issuance.Records, .. told] }))],
            };
        }, cancellationToken);
        return granted.IsRefused ? granted.Refusal : new JsonObject { ["decision"] = decisionId, ["authorization"] = granted.Value };
    }
}
