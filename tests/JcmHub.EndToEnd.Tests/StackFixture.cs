using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using JcmHub.Adapters.Tables;
using JcmHub.Adapters.Tests;
using JcmHub.Cli.Demo;
using JcmHub.Flows.Exchange;
using JcmHub.Local.Stack;
using JcmHub.Soak.Demo;

namespace JcmHub.EndToEnd.Tests;

/// <summary>A whole stack in a directory of its own.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-stack-").FullName;
    private static readonly TimeSpan LifetimeOfTokens = TimeSpan.FromHours(1);
    private readonly HttpClient _http = new();

    public LocalStack Stack { get; private set; } = null!;

    /// <summary>Delivery modes of Parties, in place of those in their files.</summary>
    internal IReadOnlyDictionary<string, string> DeliveryModes { get; init; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        var options = new LocalStackOptions { DataDirectory = Path.Combine(_directory, "data"), PortBase = FreePorts.Base() };
        Stack = await LocalStack.StartAsync(DeliveryModes.Count == 0 ? options : options with { Schemas = ChangedSchemas(options.Schemas) }, default);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Stack.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Posts bytes as a role.</summary>
    public Task<(int Status, JsonObject Body)> PostAsync(string route, byte[] body, string? role, string? party = null, string? idempotencyKey = null, string? subject = null, string[]? projects = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Stack.Hub, route)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return SendAsync(request, role is null ? null : Stack.Tokens.Issue(role, party, LifetimeOfTokens, subject, projects));
    }

    /// <summary>Posts bytes with any token.</summary>
    public Task<(int Status, JsonObject Body)> PostWithTokenAsync(string route, byte[] body, string token) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Stack.Hub, route)) { Content = new ByteArrayContent(body) }, token);

    /// <summary>Posts a document as a role.</summary>
    public Task<(int Status, JsonObject Body)> PostAsync(string route, JsonObject body, string role, string? party = null) =>
        PostAsync(route, Encoding.UTF8.GetBytes(body.ToJsonString()), role, party);

    /// <summary>Posts a document as a role and gives the address that the answer names.</summary>
    public async Task<string?> LocationAsync(string route, JsonObject body, string role, string? party)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Stack.Hub, route));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Stack.Tokens.Issue(role, party, LifetimeOfTokens));
        using var response = await _http.SendAsync(request);
        return response.Headers.Location?.ToString();
    }

    /// <summary>Puts a document as a role.</summary>
    public Task<(int Status, JsonObject Body)> PutAsync(string route, JsonObject body, string role, string? party) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Put, new Uri(Stack.Hub, route))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        }, Stack.Tokens.Issue(role, party, LifetimeOfTokens));

    /// <summary>Reads as a role.</summary>
    public Task<(int Status, JsonObject Body)> GetAsync(string route, string role, string? party = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Stack.Hub, route)), Stack.Tokens.Issue(role, party, LifetimeOfTokens));

    /// <summary>What became of an upload, to who asked for its address.</summary>
    public Task<(int Status, JsonObject Body)> GetUploadAsync(string id, string? subject = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Stack.Hub, $"reports/uploads/{id}")), Stack.Tokens.Issue("participant", "TH", LifetimeOfTokens, subject));

    /// <summary>Posts bytes of any media type, also what is too large to hold, as a role.</summary>
    public Task<(int Status, JsonObject Body)> PostAsync(string route, HttpContent body, string role, string? party) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Stack.Hub, route)) { Content = body }, Stack.Tokens.Issue(role, party, LifetimeOfTokens));

    /// <summary>Reads bytes without a token.</summary>
    public async Task<(int Status, string? MediaType, byte[] Body)> GetOpenlyAsync(string route)
    {
        using var response = await _http.GetAsync(new Uri(Stack.Hub, route));
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Reads until it is as expected; fails after a minute.</summary>
    public async Task<JsonObject> EventuallyAsync(string route, string role, Func<JsonObject, bool> expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var (status, body) = await GetAsync(route, role);
            if (status == 200 && expected(body))
                return body;
            Assert.False(limit.IsCancellationRequested, $"{route} is still {status} {body.ToJsonString()}");
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Tells a simulated registry to misbehave.</summary>
    public async Task FaultAsync(string party, string faults)
    {
        using var content = new StringContent(faults, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(new Uri(Stack.Registries, $"simulation/registries/{party}/faults"), content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a simulated registry holds so many tonnes in an account.</summary>
    public async Task HoldsEventuallyAsync(string party, string account, long tonnes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while ((await HoldingsAsync(party))["blocks"]!.AsArray()
            .Where(block => block!["account"]!.GetValue<string>() == account)
            .Sum(block => long.Parse(block!["tonnes"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)) != tonnes)
            await Task.Delay(50, limit.Token);
    }

    /// <summary>Asks for what only a simulation has.</summary>
    public async Task SimulateAsync(HttpMethod method, string route, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Stack.Registries, $"simulation/{route}"));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>What a simulated registry holds.</summary>
    public async Task<JsonObject> HoldingsAsync(string party) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(Stack.Registries, $"registries/{party}/holdings")))!.AsObject();

    /// <summary>How many rows and blobs of reports are stored.</summary>
    public async Task<(int Rows, int Blobs)> StoredAsync()
    {
        var storage = Stack.StorageConnectionString;
        var rows = 0;
        await foreach (var _ in new TableClient(storage, TableReports.TableName).QueryAsync<TableEntity>())
            rows++;
        var blobs = 0;
        await foreach (var _ in new BlobContainerClient(storage, TableReports.RawContainer).GetBlobsAsync())
            blobs++;
        return (rows, blobs);
    }

    /// <summary>Runs the demo on this stack.</summary>
    internal async Task<DemoOutcome> RunDemoAsync(string samples)
    {
        using var hub = new HttpClient { BaseAddress = Stack.Hub };
        using var registries = new HttpClient { BaseAddress = Stack.Registries };
        var client = new HubClient(hub, actor => Stack.Tokens.Issue(actor.Role, actor.Party, LifetimeOfTokens), TimeProvider.System);
        var run = new DemoRun(samples, client, new RegistriesClient(registries), () => default, ProofVerification.Verify, TimeProvider.System);
        return await run.RunAsync(new Progress<StackStep>(), CancellationToken.None);
    }

    private string ChangedSchemas(string shipped)
    {
        var changed = Path.Combine(_directory, "schemas");
        RuleFiles.Copy(shipped, changed);
        foreach (var (party, mode) in DeliveryModes)
        {
            var file = Path.Combine(changed, "parties", party + ".json");
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            json["delivery"] = new JsonArray(new JsonObject { ["from"] = "2020-01-01", ["value"] = mode, ["source"] = "a test", ["certainty"] = "sourced" });
            File.WriteAllText(file, json.ToJsonString());
        }

        return changed;
    }

    private async Task<(int Status, JsonObject Body)> SendAsync(HttpRequestMessage request, string? token)
    {
        using (request)
        {
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
        }
    }
}

[CollectionDefinition(Name)]
public sealed class StackTests : ICollectionFixture<StackFixture>
{
    public const string Name = "stack";
}
