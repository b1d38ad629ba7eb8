using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>The units about which the last reconciliation found hub and registry to differ; none before the first one.</summary>
public sealed class DisputedUnits(IReconciliations reconciliations)
{
    /// <summary>Their numbers in a registry.</summary>
    public async Task<IReadOnlyList<SerialRange>> OfAsync(PartyId registry, CancellationToken cancellationToken)
    {
        if (await reconciliations.DatesAsync(cancellationToken) is not [var last, ..]
            || await reconciliations.FindAsync(last, cancellationToken) is not { } stored)
            return [];
        using var result = JsonDocument.Parse(stored);
        return
        [
            .. result.RootElement.Items("registries")
                .Where(part => part.Text("registry") == registry.Code)
                .SelectMany(part => part.Items("differences"))
                .Where(difference => difference.TryGetProperty("first", out _))
                .Select(difference => new SerialRange(difference.Number("first"), difference.Number("last"))),
        ];
    }
}
