using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;

namespace JcmHub.Flows.Reconciliation;

/// <summary>The units about which the last reconciliation that compared a registry found it to differ from the hub; none before the first one.</summary>
public sealed class DisputedUnits(IReconciliations reconciliations)
{
    /// <summary>Their numbers in a registry. A run that could not compare the registry says nothing of it: then the date before counts.</summary>
    public async Task<IReadOnlyList<SerialRange>> OfAsync(PartyId registry, CancellationToken cancellationToken)
    {
        foreach (var date in await reconciliations.DatesAsync(cancellationToken))
        {
            if (await reconciliations.FindAsync(date, cancellationToken) is not { } stored)
                continue;
            using var result = JsonDocument.Parse(stored);
            var compared = result.RootElement.Items("registries").FirstOrDefault(part => part.Text("registry") == registry.Code && part.TryGetProperty("differences", out _));
            if (compared.ValueKind == JsonValueKind.Object)
                return
                [
                    .. compared.Items("differences")
                        .Where(difference => difference.TryGetProperty("first", out _))
                        .Select(difference => new SerialRange(difference.Number("first"), difference.Number("last"))),
                ];
        }

        return [];
    }
}
