using System.Net;
using System.Net.Http.Headers;
using System.Text;
using JcmHub.Domain;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Flows.Exchange;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Registries;

/// <summary>Registries over HTTP. Only a receipt is an answer; everything else, a proxy's 404 included, is a failure after which the stream pauses (D5).</summary>
/// <param name="http">The client; its timeout is shorter than a message's lock.</param>
/// <param name="endpoints">Each registry's base address, which ends in a slash.</param>
public sealed class HttpRegistries(HttpClient http, IReadOnlyDictionary<Destination, Uri> endpoints) : IRegistries
{
    private const int LargestReceipt = 4 * 1024 * 1024;

    /// <inheritdoc />
    public DeliveryMode Mode => DeliveryMode.Http;

    /// <inheritdoc />
    public async Task<Delivery> DeliverAsync(Destination destination, OutboxRecord record, CancellationToken cancellationToken)
    {
        if (!endpoints.TryGetValue(destination, out var endpoint))
            return Delivery.Failed($"no address is set for {destination}");
        try
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(record.Document));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
            content.Headers.Add(DetachedSignature.Header, record.Signature);
            using var response = await http.PostAsync(new Uri(endpoint, "records"), content, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? new Delivery(await ReadAsync(response, cancellationToken), SignatureOf(response), null, null)
                : new Delivery(null, null, $"the registry answered {(int)response.StatusCode}", response.Headers.RetryAfter?.Delta);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return Delivery.Failed(failure.Message);
        }
    }

    /// <summary>Two headers of the name are no signature, as in a request to the hub: joined they are malformed.</summary>
    private static string? SignatureOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(DetachedSignature.Header, out var values) ? string.Join(',', values) : null;

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(LargestReceipt, cancellationToken);
        return ByteOrderMark.Skip(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
