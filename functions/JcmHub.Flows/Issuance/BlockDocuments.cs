using System.Text.Json.Nodes;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Intake;

namespace JcmHub.Flows.Issuance;

/// <summary>The documents of blocks of whatever decisions, with their ITMO identifiers; each decision's authorisations are read once.</summary>
internal sealed class BlockDocuments(LedgerView view, RuleBook rules)
{
    private readonly Dictionary<string, Domain.Ledger.Issuance?> _issuances = [];

    /// <summary>A block as the interface shows it.</summary>
    public async Task<JsonObject> OfAsync(UnitBlock block, CancellationToken cancellationToken)
    {
        if (block is not { Authorization: not null, FirstTransferredOn: not null })
            return ReportDocument.Block(block);
        if (!_issuances.TryGetValue(block.Decision, out var issuance))
            _issuances[block.Decision] = issuance = (await view.IssuanceAsync(block.Decision, cancellationToken))?.Value;
        return ReportDocument.Block(block, issuance?.AuthorizationOf(block), rules);
    }
}
