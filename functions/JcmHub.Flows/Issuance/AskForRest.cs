using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Decisions;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Issuance;

/// <summary>
/// A registry that issued less than was notified, or refused, is asked for the rest by a later record. Both governments decided these tonnes, so one of
/// them may ask, or that registry itself when it is ready; that they lapse is for both to decide, as a correction (D9).
/// </summary>
public sealed class AskForRest(RuleBook rules, Ledger ledger)
{
    private const string Government = "government";

    /// <summary>Asks; while the registry has not answered, the same again changes nothing.</summary>
    /// <param name="decisionId">The decision on one project.</param>
    /// <param name="document">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The records that ask. Refusals: the schema's codes (400), <c>wrong-party</c> (403), <c>decision-unknown</c> (404), <c>rest-nothing</c> (409), those of <see cref="Ledger"/>.
    /// </returns>
    public async Task<Outcome<JsonObject>> AskAsync(string decisionId, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        if (rules.Schemas.Check(DocumentSchemas.RestRequest, document) is { Count: > 0 } malformed)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        using var json = JsonDocument.Parse(document);
        var registry = PartyId.Parse(json.RootElement.Text("registry"));
        if (!DecisionRefusals.TryHostOf(decisionId, out var hostId) || rules.Party(hostId) is not { } host)
            return DecisionRefusals.NotInForce(decisionId);
        if (caller.SideOf(hostId) is null || (caller.Role != Government && caller.Party != registry))
            return ReportRefusals.OtherSide($"what {registry}'s registry has not issued", $"{registry}の登録簿の未発行分");
        var asked = await ledger.CommitAsync<string[]>(hostId, caller.Author, async (view, entry) =>
        {
            if (await view.IssuanceAsync(decisionId, cancellationToken) is not { Value.IsInForce: true } stored)
                return LedgerStep<string[]>.WithoutEntry(DecisionRefusals.NotInForce(decisionId));
            var (issuance, records) = UnissuedRest.Ask(stored.Value, await view.BlocksAsync(stored.Value, cancellationToken), registry, host, entry);
            if (records.Count == 0)
                return LedgerStep<string[]>.WithoutEntry(OnTheirWay(issuance, registry) is { Length: > 0 } waiting ? waiting : Nothing(decisionId, registry));
            return new LedgerStep<string[]>
            {
                Answer = records.Select(record => record.Id.ToString()).ToArray(),
                // What was asked for may be refused and asked for again; the entry's number tells one from the other.
                CommandId = $"ask-for-rest-{decisionId}-{registry}-{entry.Head.LastEntry}",
                InputHash = ContentHash.Of(Exchange.CanonicalJson.Canonicalize(json.RootElement)),
                Rows = [RowWrite.Replace(stored.Row, LedgerKeys.Issuance(decisionId), LedgerJson.Write(issuance))],
            };
        }, cancellationToken);
        return asked.IsRefused ? asked.Refusal : new JsonObject { ["decision"] = decisionId, ["registry"] = registry.Code, ["records"] = JsonWords.Texts(asked.Value) };
    }

    private static string[] OnTheirWay(Domain.Ledger.Issuance issuance, PartyId registry) =>
        [.. issuance.Records.Where(record => record is { IsRest: true, State: RecordState.Recorded } && record.Id.Destination == registry).Select(record => record.Id.ToString())];

    private static Refusal Nothing(string decisionId, PartyId registry) => new(RefusalKind.Conflict, "rest-nothing",
        $"Nothing of {decisionId} waits in {registry}'s registry after its answer.", $"{registry}の登録簿には、回答後も未発行のまま残る{decisionId}の量はありません。");
}
