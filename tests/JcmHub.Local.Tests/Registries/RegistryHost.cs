using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
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
        new("GX-ETS", [new RegistryAccount("JP-ENT-0001", "entity-holding")]),
        new("JP", [new RegistryAccount("JP-GOV", "government-holding")]),
        new("TH", [new RegistryAccount("TH-GOV", "government-holding"), new RegistryAccount("TH-PENDING", "pending"),
            new RegistryAccount("TH-RET", "retirement"), new RegistryAccount("TH-CAN", "cancellation"),
            new RegistryAccount("TH-ITO", "international-transfer-out")]),
    ];

    private readonly ECDsa _hub = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Dictionary<string, ECDsa> _pairs = Descriptions.ToDictionary(each => each.Party, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));
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

    /// <summary>The public key of a registry.</summary>
    public VerificationKey KeyOf(string party) => VerificationKey.Of(_pairs[party], party, DateTimeOffset.UnixEpoch);

    /// <summary>The hub's signature of a record.</summary>
    public string Sign(JsonObject record)
    {
        using var json = JsonDocument.Parse(record.ToJsonString());
        return DetachedSignature.Sign(_hub, HubKey.KeyId, CanonicalJson.Canonicalize(json.RootElement));
    }

    public Task<HttpResponseMessage> PostAsync(string party, JsonObject record) => PostAsync(party, record, SignatureOf(record));

    public async Task<HttpResponseMessage> PostAsync(string party, JsonObject record, string? signature)
    {
        using var body = new StringContent(record.ToJsonString(), Encoding.UTF8, "application/cloudevents+json");
        if (signature is not null)
            body.Headers.Add(DetachedSignature.Header, signature);
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

    private VerificationKey HubKey => VerificationKey.Of(_hub, VerificationKey.Hub, DateTimeOffset.UnixEpoch);

    /// <summary>Of a record that has no canonical form there is no signature either; that it is unreadable shows first.</summary>
    private string? SignatureOf(JsonObject record)
    {
        try
        {
            return Sign(record);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task StartAsync()
    {
        _registries = await SimulatedRegistries.StartAsync(
            Descriptions, 0, _directory.File("registries"), RecordSchema.Load(_directory.File("schemas")),
            party => new RegistrySigning(_pairs[party], KeyOf(party).KeyId, [HubKey]), TimeProvider.System, CancellationToken.None);
        _client = new HttpClient { BaseAddress = _registries.Address };
    }

    private async Task StopAsync()
    {
        _client?.Dispose();
        if (_registries is not null)
            await _registries.DisposeAsync();
    }
}
