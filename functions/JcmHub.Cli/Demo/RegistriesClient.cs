using System.Net.Http.Json;
using JcmHub.Local.Registries;

namespace JcmHub.Cli.Demo;

/// <summary>What the demo asks of the simulated registries, and tells them.</summary>
/// <param name="http">With the simulators' address.</param>
internal sealed class RegistriesClient(HttpClient http)
{
    /// <summary>Tells them on which day each side acts on a decision: the sample's issuedOn, which the hub does not pass on.</summary>
    public async Task TellDatesAsync(SampleDecision decision, CancellationToken cancellation)
    {
        using var response = await http.PutAsJsonAsync($"simulation/decisions/{decision.DecisionId}", decision.IssuedOn, cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>What a registry holds.</summary>
    public async Task<RegistryHoldings> HoldingsAsync(string party, CancellationToken cancellation) =>
        (await http.GetFromJsonAsync<RegistryHoldings>($"registries/{party}/holdings", cancellation))!;
}
