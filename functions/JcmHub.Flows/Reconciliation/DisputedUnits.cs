using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;

namespace JcmHub.Flows.Reconciliation;

/// <summary>
/// The units about which the last reconciliation that compared them found a registry to differ from the hub; none before the first one.
/// A result keeps what is held, also what an earlier run found and it could not compare itself.
/// </summary>
public sealed class DisputedUnits(IReconciliations reconciliations)
{
    /// <summary>Their numbers in a registry.</summary>
    public async Task<IReadOnlyList<SerialRange>> OfAsync(PartyId registry, CancellationToken cancellationToken) =>
        [.. (await FoundAsync(registry, cancellationToken)).Select(held => held.Serials)];

    /// <summary>The same, each with its project and the run that found it.</summary>
    internal async Task<IReadOnlyList<HeldDispute>> FoundAsync(Destination registry, CancellationToken cancellationToken)
    {
        foreach (var date in await reconciliations.DatesAsync(cancellationToken))
        {
            if (await reconciliations.FindAsync(date, cancellationToken) is not { } stored)
                continue;
            using var result = JsonDocument.Parse(stored);
            if (result.RootElement.Items("registries").FirstOrDefault(part => part.Text("registry") == registry.Code) is { ValueKind: JsonValueKind.Object } part
                && Held(part, result.RootElement.Text("run")) is { } held)
                return held;
        }

        return [];
    }

    /// <summary>What a registry's part of a result holds; null where it is of before results kept that, and there was no comparison.</summary>
    private static List<HeldDispute>? Held(JsonElement part, string run) =>
        part.TryGetProperty("held", out _)
            ? [.. part.Items("held").Select(held => new HeldDispute(Serials(held), ProjectId.Parse(held.Text("project")), held.Text("run")))]
        : part.TryGetProperty("differences", out _)
            ? [.. part.Items("differences").Where(difference => difference.TryGetProperty("first", out _)).Select(difference => new HeldDispute(Serials(difference), Project(difference), run))]
        : null;

    private static ProjectId Project(JsonElement difference) =>
        ProjectId.Parse((difference.TryGetProperty("hub", out var hub) ? hub : difference).Text("project"));

    private static SerialRange Serials(JsonElement units) => new(units.Number("first"), units.Number("last"));
}
