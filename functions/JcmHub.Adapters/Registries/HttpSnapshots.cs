using JcmHub.Domain;
using JcmHub.Domain.Ledger;
using JcmHub.Flows.Reconciliation;

namespace JcmHub.Adapters.Registries;

/// <summary>Snapshots over HTTP: <c>GET snapshot</c> below each registry's address.</summary>
/// <param name="http">The client.</param>
/// <param name="endpoints">Each registry's base address, which ends in a slash.</param>
public sealed class HttpSnapshots(HttpClient http, IReadOnlyDictionary<Destination, Uri> endpoints) : ISnapshots
{
    /// <summary>Some 600,000 blocks as JSON.</summary>
    private const int LargestSnapshot = 128 * 1024 * 1024;

    /// <inheritdoc />
    public IReadOnlyCollection<Destination> Reachable { get; } = [.. endpoints.Keys];

    /// <inheritdoc />
    public async Task<(ReadOnlyMemory<byte>? Document, string? Failure)> FetchAsync(Destination destination, CancellationToken cancellationToken)
    {
        if (!endpoints.TryGetValue(destination, out var endpoint))
            return (null, "no address is set for it, and it sent none");
        try
        {
            using var response = await http.GetAsync(new Uri(endpoint, "snapshot"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return (null, $"it answered {(int)response.StatusCode}");
            await response.Content.LoadIntoBufferAsync(LargestSnapshot, cancellationToken);
            return (ByteOrderMark.Skip(await response.Content.ReadAsByteArrayAsync(cancellationToken)), null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, failure.Message);
        }
    }
}
