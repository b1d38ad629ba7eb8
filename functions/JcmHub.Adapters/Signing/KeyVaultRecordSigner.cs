using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Azure.Core;
using JcmHub.Flows.Signing;

namespace JcmHub.Adapters.Signing;

/// <summary>
/// Signs with a key of Azure Key Vault that never leaves it: the operation <c>sign</c> of its REST interface, with the managed identity.
/// Not yet run against a vault: what it sends and reads follows learn.microsoft.com/rest/api/keyvault/keys/sign.
/// </summary>
/// <param name="http">The client.</param>
/// <param name="credential">Who asks; needs the role Key Vault Crypto User.</param>
/// <param name="keyAddress">The key's identifier with its version: <c>https://VAULT.vault.azure.net/keys/NAME/VERSION</c>.</param>
/// <param name="key">The key's public part.</param>
public sealed class KeyVaultRecordSigner(HttpClient http, TokenCredential credential, Uri keyAddress, VerificationKey key) : IRecordSigner
{
    private const string ApiVersion = "7.4";
    private static readonly TokenRequestContext Scope = new(["https://vault.azure.net/.default"]);

    /// <inheritdoc />
    public VerificationKey Key { get; } = key;

    /// <inheritdoc />
    public async Task<string> SignAsync(ReadOnlyMemory<byte> canonical, CancellationToken cancellationToken)
    {
        // The vault signs digests; of ES256 it answers r and s side by side, as JWS has them (RFC 7518 section 3.4).
        var digest = SHA256.HashData(DetachedSignature.InputOf(Key.KeyId, canonical.Span));
        var token = await credential.GetTokenAsync(Scope, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{keyAddress.ToString().TrimEnd('/')}/sign?api-version={ApiVersion}")
        {
            Content = JsonContent.Create(new { alg = "ES256", value = System.Buffers.Text.Base64Url.EncodeToString(digest) }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var signed = await response.Content.ReadFromJsonAsync<Signed>(cancellationToken);
        return DetachedSignature.Join(Key.KeyId, System.Buffers.Text.Base64Url.DecodeFromChars(signed!.Value));
    }

    private sealed record Signed(string Value);
}
