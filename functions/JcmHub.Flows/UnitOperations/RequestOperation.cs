using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Corrections;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.UnitOperations;

/// <summary>
/// A registry asks for a transfer, a retirement or a cancellation, or the host's registry or government for an international transfer. It is checked, its units are reserved, and its record goes out;
/// the registry's receipt moves the units or frees them. The same request again is answered with the operation as it stands.
/// </summary>
public sealed class RequestOperation(RuleBook rules, ClaimUnits claim, Ledger ledger, OperationParts parts)
{
    /// <summary>Takes a request.</summary>
    /// <returns>
    /// The operation. Refusals: the schema's codes and <c>range-reversed</c> (400), <c>wrong-party</c> (403), <c>party-unknown</c> (404), those of <see cref="ClaimUnits"/> (422),
    /// those of <see cref="DutySteps.Offer"/> (422), <c>operation-reused</c>, <c>names-same</c> (409), <c>ledger-busy</c> (503).
    /// </returns>
    public async Task<Outcome<JsonObject>> RequestAsync(
        OperationKind kind, ReadOnlyMemory<byte> document, Caller caller, CancellationToken cancellationToken)
    {
        var malformed = rules.Schemas.Check(DocumentSchemas.OperationRequest(kind), document);
        if (malformed.Count > 0)
            return Refusal.Of(RefusalKind.Malformed, malformed);
        if (caller.Party is not { } registry)
            return ReportRefusals.OtherSide("operations of a registry", "登録簿の操作");
        using var json = JsonDocument.Parse(document);
        if (json.RootElement.ReversedRange("units", "hub") is { } reversed)
            return Refusal.Of(RefusalKind.Malformed, reversed);
        var request = OperationDocument.Parse(kind, registry, json.RootElement);
        if (caller.Role == "government" && request.AcquiringParty is null)
            return new Refusal(RefusalKind.Forbidden, "role-not-allowed", "A government asks for international transfers only; its registry asks for everything else.", "政府が要求できるのは国際移転のみです。その他は登録簿が要求します。");
        if (request.AcquiringParty is not null && registry != request.Host)
            return ReportRefusals.OtherSide($"international transfers from {request.Host}", $"{request.Host}からの国際移転");
        // A registry holds the credits of its own country; Japan's holds those of every partner.
        if (registry != PartyId.Japan && registry != request.Host)
            return ReportRefusals.OtherSide($"the credits of {request.Host}", $"{request.Host}のクレジット");
        if (rules.Party(request.Host) is null || rules.Party(registry) is null)
            return Refusal.PartyUnknown(request.Host.Code);
        var hash = ContentHash.Of(Exchange.CanonicalJson.Canonicalize(json.RootElement));

        var claimed = await ledger.CommitAsync<Operation>(request.Host, caller.Author, (view, entry) =>
            ClaimAsync(view, entry, request, hash, caller, cancellationToken), cancellationToken);
        if (claimed.IsRefused)
            return claimed.Refusal;
        var operation = claimed.Value.IsUnfinished ? await parts.ContinueAsync(request.Host, request.Key, cancellationToken) : claimed;
        // Its units are claimed already: what is left of it is written by the sweep at the latest.
        return OperationDocument.Write(operation.IsRefused ? claimed.Value : operation.Value);
    }

    private async Task<LedgerStep<Operation>> ClaimAsync(
        LedgerView view, LedgerEntry entry, OperationRequest request, string hash, Caller caller, CancellationToken cancellationToken)
    {
        if (await view.FindAsync<Operation>(OperationParts.Key(request.Key), cancellationToken) is { Value: var known })
            return LedgerStep<Operation>.WithoutEntry(known.InputHash == hash
                ? known
                : new Refusal(RefusalKind.Conflict, "operation-reused", $"The operation {request.Id} was asked for before with other content.", $"操作{request.Id}は、異なる内容で既に要求されています。"));
        if (await OperationParts.RespelledAsync(view, request.Key, cancellationToken) is { } respelled)
            return LedgerStep<Operation>.WithoutEntry(respelled);
        var claimed = await claim.ClaimAsync(view, entry, request, hash, caller.Author, cancellationToken);
        if (claimed.IsRefused)
            return LedgerStep<Operation>.WithoutEntry(claimed);
        var rows = OperationParts.Rows(null, claimed.Value, wasUnfinished: false).ToList();
        if (request.Duty is { } id)
        {
            var stored = await view.FindAsync<Correction>(LedgerKeys.Correction(id), cancellationToken);
            var (duty, error) = DutySteps.Offer(stored?.Value, request);
            if (error is not null)
                return LedgerStep<Operation>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, error));
            rows.Add(RowWrite.Replace(stored?.Row, LedgerKeys.Correction(id), LedgerJson.Write(duty!)));
        }

        return new LedgerStep<Operation> { Answer = claimed, CommandId = OperationParts.CommandId(claimed.Value), InputHash = hash, Rows = rows };
    }
}
