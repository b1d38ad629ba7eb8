using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Ledger.Accounts;
using JcmHub.Domain.Ledger.Operations;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Intake;
using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.UnitOperations;

/// <summary>
/// A registry asks for a transfer, a retirement or a cancellation. It is checked, its units are reserved, and its record goes out;
/// the registry's receipt moves the units or frees them. The same request again is answered with the operation as it stands.
/// </summary>
public sealed class RequestOperation(RuleBook rules, IAccounts accounts, Ledger ledger, OperationParts parts, TimeProvider time)
{
    /// <summary>Takes a request.</summary>
    /// <returns>
    /// The operation. Refusals: the schema's codes (400), <c>wrong-party</c> (403), <c>party-unknown</c> (404), the codes of <see cref="OperationRules"/>
    /// and <see cref="UnitSelection"/>, <c>units-reconciling</c> (422), <c>operation-reused</c> (409), <c>ledger-busy</c> (503).
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
        var request = OperationDocument.Parse(kind, registry, json.RootElement);
        // A registry holds the credits of its own country; Japan's holds those of every partner.
        if (registry != PartyId.Japan && registry != request.Host)
            return ReportRefusals.OtherSide($"the credits of {request.Host}", $"{request.Host}のクレジット");
        if (rules.Party(request.Host) is null || rules.Party(registry) is not { } user)
            return new Refusal(RefusalKind.NotFound, "party-unknown", $"No rules of {request.Host} are known here.", $"{request.Host}の規則が登録されていません。");
        var from = await accounts.FindAsync(registry, request.FromAccount, cancellationToken);
        var to = await accounts.FindAsync(registry, request.ToAccount, cancellationToken);
        var hash = ContentHash.Of(Exchange.CanonicalJson.Canonicalize(json.RootElement));

        var claimed = await ledger.CommitAsync<Operation>(request.Host, caller.Author, (view, entry) =>
            ClaimAsync(view, entry, request, hash, caller, user, from, to, cancellationToken), cancellationToken);
        if (claimed.IsRefused)
            return claimed.Refusal;
        var operation = claimed.Value.IsUnfinished ? await parts.ContinueAsync(request.Host, request.Key, cancellationToken) : claimed;
        // Its units are claimed already: what is left of it is written by the sweep at the latest.
        return OperationDocument.Write(operation.IsRefused ? claimed.Value : operation.Value);
    }

    private async Task<LedgerStep<Operation>> ClaimAsync(
        LedgerView view, LedgerEntry entry, OperationRequest request, string hash, Caller caller, Party user, RegistryAccount? from, RegistryAccount? to,
        CancellationToken cancellationToken)
    {
        if (await view.FindAsync<Operation>(OperationParts.Key(request.Key), cancellationToken) is { Value: var known })
            return LedgerStep<Operation>.WithoutEntry(known.InputHash == hash
                ? known
                : new Refusal(RefusalKind.Conflict, "operation-reused", $"The operation {request.Id} was asked for before with other content.", $"操作{request.Id}は、異なる内容で既に要求されています。"));
        var errors = OperationRules.CheckAccounts(request, from, to);
        if (errors.Count > 0)
            return LedgerStep<Operation>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, errors));
        if (await view.FindAsync<ReconciliationHold>(LedgerKeys.Hold(request.Registry), cancellationToken) is { Value: var hold } && hold.Covers(request.FromAccount, request.ToAccount))
            return LedgerStep<Operation>.WithoutEntry(new Refusal(RefusalKind.BreaksRule, "units-reconciling",
                $"A reconciliation with {request.Registry}'s registry holds these accounts: {hold.Reason}.", $"{request.Registry}の登録簿との照合のため、これらの口座は保留中です（{hold.Reason}）。"));

        var held = await view.BlocksOfAccountAsync(request.Registry, request.FromAccount, cancellationToken);
        var (units, error) = UnitSelection.Choose(request, held, await OperationParts.ClaimedAsync(view, request.Registry, cancellationToken));
        if (error is not null)
            return LedgerStep<Operation>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, error));
        var blocks = held.Where(block => units.Any(range => range.Overlaps(block.Units))).ToArray();
        var misuse = await CheckUseAsync(view, request, user, blocks, cancellationToken);
        if (misuse.Count > 0)
            return LedgerStep<Operation>.WithoutEntry(Refusal.Of(RefusalKind.BreaksRule, misuse));

        var claim = new Operation
        {
            Request = request, InputHash = hash, RequestedBy = caller.Author, RequestedAt = entry.Time, To = to!, Units = units, State = OperationState.Reserving,
        };
        var operation = OperationSteps.Reserve(claim, blocks, entry, []);
        return new LedgerStep<Operation>
        {
            Answer = operation,
            CommandId = OperationParts.CommandId(operation),
            InputHash = hash,
            Rows = [.. OperationParts.Rows(null, operation, wasUnfinished: false)],
        };
    }

    private async Task<IReadOnlyList<Domain.Methodologies.Finding>> CheckUseAsync(
        LedgerView view, OperationRequest request, Party user, IReadOnlyList<UnitBlock> blocks, CancellationToken cancellationToken)
    {
        var forNdc = new HashSet<string>();
        if (request.Purpose == UsePurpose.Ndc)
        {
            foreach (var decision in blocks.Select(block => block.Decision).Distinct())
            {
                if (await view.IssuanceAsync(decision, cancellationToken) is { Value.Decision.Authorization: { } authorization }
                    && authorization.Purposes.StartsWith("NDC", StringComparison.Ordinal))
                    forNdc.Add(decision);
            }
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return OperationRules.CheckUse(request, user, today, blocks, block => forNdc.Contains(block.Decision));
    }
}
