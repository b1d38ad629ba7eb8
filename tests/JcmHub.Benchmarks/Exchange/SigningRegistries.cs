using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JcmHub.Benchmarks.Exchange;

/// <summary>Registries on loopback with the fence and the signature of the protocol, and no ledger behind: what they cost is HTTP and one signature.</summary>
internal sealed class SigningRegistries : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, long> _applied = new();
    private readonly Dictionary<string, (ECDsa Pair, VerificationKey Key)> _keys;

    private SigningRegistries(WebApplication app, IEnumerable<string> owners)
    {
        _app = app;
        _keys = owners.ToDictionary(owner => owner, owner =>
        {
            var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return (pair, VerificationKey.Of(pair, owner, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        });
    }

    public IEnumerable<VerificationKey> Keys => _keys.Values.Select(key => key.Key);

    public Uri Address(Destination destination) => new($"{_app.Urls.First()}/{destination}/");

    public static async Task<SigningRegistries> StartAsync(IEnumerable<string> owners)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var registries = new SigningRegistries(app, owners);
        app.MapPost("/{registry}/records", (string registry, HttpRequest request) => registries.AnswerAsync(registry, request));
        await app.StartAsync();
        return registries;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var (pair, _) in _keys.Values)
            pair.Dispose();
    }

    private async Task AnswerAsync(string registry, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        using var record = JsonDocument.Parse(body.ToArray());
        var number = long.Parse(record.RootElement.GetProperty("streamnumber").GetString()!, CultureInfo.InvariantCulture);
        var id = record.RootElement.GetProperty("id").GetString()!;
        var stream = id[..id.LastIndexOf('.')];
        if (_applied.AddOrUpdate(stream, number, (_, last) => number == last + 1 ? number : last) < number)
        {
            request.HttpContext.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        // The record comes as its canonical bytes; the receipt is canonical as it is written here.
        var receipt = Encoding.UTF8.GetBytes(
            $$"""{"appliedOn":"{{TimeProvider.System.GetUtcNow():yyyy-MM-dd}}","blocks":[],"codes":[],"documentType":"receipt","hostParty":"{{id[..2]}}","outcome":"applied","record":{"digest":"{{CanonicalJson.Digest(body.ToArray())}}","id":"{{id}}"},"registry":"{{registry}}","schemaVersion":"1.0","streamNumber":"{{number}}"}""");
        var (pair, key) = _keys[registry];
        string signature;
        lock (pair)
            signature = DetachedSignature.Sign(pair, key.KeyId, receipt);
        request.HttpContext.Response.Headers[DetachedSignature.Header] = signature;
        request.HttpContext.Response.ContentType = "application/json";
        await request.HttpContext.Response.Body.WriteAsync(receipt);
    }
}
