using System.Net.Http.Headers;
using System.Text.Json;
using JcmHub.Flows.Signing;
using JcmHub.Local.Access;

namespace JcmHub.Local.Registries;

/// <summary>Acts on the records that a simulated registry fetched and posts their receipts to the hub, in the order of each stream.</summary>
/// <param name="registry">The registry.</param>
/// <param name="hub">The hub's address, with its route prefix and a slash at the end.</param>
/// <param name="tokens">Issues the registry's tokens.</param>
/// <param name="time">The clock.</param>
internal sealed class ReceiptPost(SimulatedRegistry registry, Uri hub, TokenIssuer tokens, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_token = TimeSpan.FromMinutes(5);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Whether the registry is dead: then it fetches nothing.</summary>
    public bool IsDown => registry.Faults.Told.Down;

    /// <summary>Takes a record, acts, and posts the receipt.</summary>
    /// <returns>Whether the hub has the receipt, so that the record is done with; else it is to be taken again.</returns>
    public async Task<bool> TakeAsync(ReadOnlyMemory<byte> record, string? signature, CancellationToken cancellation)
    {
        var faults = registry.Faults.ForNextRecord();
        if (faults.Slow > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(faults.Slow), time, cancellation);
        if (faults.Down || faults.Status is not null || Read(record) is not { } body)
            return false;
        if ((await registry.ReceiveAsync(body, signature, faults.Refuse, CancellationToken.None)).Receipt is not { } receipt || faults.LoseAnswer)
            return false;
        return await PostAsync(registry.Sign(receipt, faults), cancellation) && (!faults.Duplicate || await PostAsync(registry.Sign(receipt, faults), cancellation));
    }

    public void Dispose() => _http.Dispose();

    private static JsonElement? Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(record.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> PostAsync((byte[] Receipt, string Signature) answer, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub, $"registries/{registry.Party}/acknowledgements"));
        request.Content = new ByteArrayContent(answer.Receipt);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(DetachedSignature.Header, answer.Signature);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue("registry", registry.Party, s_token));
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            // The hub does not answer; whether it booked the receipt or not, the same receipt again does no harm.
            return false;
        }
    }
}
