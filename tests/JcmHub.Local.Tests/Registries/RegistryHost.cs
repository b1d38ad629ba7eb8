using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.Local.Registries;
using JcmHub.Local.Tests.Support;

namespace JcmHub.Local.Tests.Registries;

/// <summary>
/// Simulated registries of Japan and Thailand on a free port, spoken to as the hub speaks to them. The schema is the test's
/// own and small: what a message looks like in detail is not the registries' affair.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes it through IAsyncLifetime.")]
public sealed class RegistryHost : IAsyncLifetime
{
    private const string Schema =
        """
        {
          "$id": "https://jcmhub.example/schemas/messages/record-1.0.json", "type": "object",
          "properties": { "data": { "type": "object", "properties": { "vintage": { "type": "integer" }, "blocks": { "type": "array", "minItems": 1 } } } }
        }
        """;

    private static readonly RegistryDescription[] Descriptions =
    [
        new("JP", [new RegistryAccount("JP-GOV", "government-holding")]),
        new("TH", [new RegistryAccount("TH-GOV", "government-holding"), new RegistryAccount("TH-PENDING", "pending"),
            new RegistryAccount("TH-RET", "retirement"), new RegistryAccount("TH-CAN", "cancellation"),
            new RegistryAccount("TH-ITO", "international-transfer-out")]),
    ];

    private readonly TemporaryDirectory _directory = new();
    private SimulatedRegistries? _registries;
    private HttpClient? _client;

    public HttpClient Client => _client!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Subdirectory("schemas"), "record-1.0.json"), Schema);
        await StartAsync();
    }

    /// <summary>As after a crash: whatever was not on disk is gone.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _directory.Dispose();
    }

    public async Task<HttpResponseMessage> PostAsync(string party, JsonObject record)
    {
        using var body = new StringContent(record.ToJsonString(), Encoding.UTF8, "application/cloudevents+json");
        return await Client.PostAsync($"registries/{party}/records", body);
    }

    public async Task<JsonNode> ReceiptAsync(string party, JsonObject record)
    {
        using var response = await PostAsync(party, record);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    public async Task<RegistryHoldings> HoldingsAsync(string party) =>
        (await Client.GetFromJsonAsync<RegistryHoldings>($"registries/{party}/holdings"))!;

    public async Task TellAsync(string address, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.PutAsync($"simulation/{address}", body);
        response.EnsureSuccessStatusCode();
    }

    private async Task StartAsync()
    {
        _registries = await SimulatedRegistries.StartAsync(
            Descriptions, 0, _directory.File("registries"), RecordSchema.Load(_directory.File("schemas")), TimeProvider.System, CancellationToken.None);
        _client = new HttpClient { BaseAddress = _registries.Address };
    }

    private async Task StopAsync()
    {
        _client?.Dispose();
        if (_registries is not null)
            await _registries.DisposeAsync();
    }
}
