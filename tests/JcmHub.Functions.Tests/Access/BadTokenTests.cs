using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Functions.Tests.Access;

/// <summary>Tokens that are not good: refused with a code each, before any function runs.</summary>
public sealed class BadTokenTests(HubHost hub) : IClassFixture<HubHost>
{
    private const string Request = "GET article6/TH/balance";

    [Fact]
    public async Task Token_Good_GetsIn() =>
        Assert.Equal("GetBalance", (await hub.SendAsync(Request, $"Bearer {hub.Issuer.Token("reviewer")}")).Function);

    [Theory]
    [InlineData(null, "token-missing")]
    [InlineData("Basic c29tZW9uZTpzb21ldGhpbmc=", "token-missing")]
    [InlineData("Bearer", "token-missing")]
    [InlineData("Bearer ", "token-missing")]
    [InlineData("Bearer something", "token-malformed")]
    [InlineData("Bearer a.b.c", "token-malformed")]
    public async Task Header_ThatHoldsNoToken_IsRefused(string? authorization, string code) =>
        await RefusedAsync(authorization, code);

    [Fact]
    public Task Token_Expired_IsRefused() => RefusedAsync("token-expired", token => token.Expires = token.IssuedAt!.Value.AddMinutes(-5));

    [Fact]
    public Task Token_WithoutAnEnd_IsRefused() => RefusedAsync("token-expired", token => token.Expires = null);

    [Fact]
    public Task Token_NotYetValid_IsRefused() => RefusedAsync("token-not-yet-valid", token => token.NotBefore = token.IssuedAt!.Value.AddMinutes(5));

    [Fact]
    public Task Token_OfAnotherIssuer_IsRefused() => RefusedAsync("token-issuer", token => token.Issuer = "https://else.test.example");

    [Fact]
    public Task Token_ForAnotherAudience_IsRefused() => RefusedAsync("token-audience", token => token.Audience = "another");

    [Fact]
    public Task Token_WithoutSubject_IsRefused() => RefusedAsync("token-subject", token => token.Claims.Remove("sub"));

    [Fact]
    public Task Token_WithoutRole_IsRefused() => RefusedAsync("token-role", token => token.Claims.Remove("role"));

    [Fact]
    public Task Token_WithTwoRoles_IsRefused() => RefusedAsync("token-role", token => token.Claims["role"] = new[] { "reviewer", "operator" });

    [Fact]
    public Task Token_WithAPartyThatIsNone_IsRefused() => RefusedAsync("token-party", token => token.Claims["party"] = "Thailand");

    [Fact]
    public Task Token_WithTwoParties_IsRefused() => RefusedAsync("token-party", token => token.Claims["party"] = new[] { "TH", "JP" });

    [Theory]
    [InlineData("government")]
    [InlineData("secretariat")]
    [InlineData("registry")]
    public Task Token_OfARoleThatNeedsAParty_IsRefusedWithoutOne(string role) => RefusedAsync("token-party", token => token.Claims["role"] = role);

    [Fact]
    public Task Token_WithAProjectThatIsNone_IsRefused() => RefusedAsync("token-projects", token => token.Claims["projects"] = new[] { "TH14" });

    [Fact]
    public Task Token_WithAnEntityThatIsNone_IsRefused() => RefusedAsync("token-entities", token => token.Claims["entities"] = new[] { "TPE-TH-2" });

    [Fact]
    public async Task Token_SignedByAnotherKey_IsRefused()
    {
        using var other = new TestIssuer();
        await RefusedAsync($"Bearer {other.Token("reviewer")}", "token-signature");
    }

    [Fact]
    public async Task Token_ChangedAfterSigning_IsRefused()
    {
        var parts = hub.Issuer.Token("reviewer").Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("reviewer", "operator", StringComparison.Ordinal);
        await RefusedAsync($"Bearer {parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}", "token-signature");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    public async Task Token_WithoutSignature_IsRefused(string algorithm)
    {
        var claims = hub.Issuer.Token("reviewer").Split('.')[1];
        var header = Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""");
        await RefusedAsync($"Bearer {header}.{claims}.", "token-algorithm");
        await RefusedAsync($"Bearer {header}.{claims}.c2lnbmF0dXJl", "token-algorithm");
    }

    /// <summary>The well-known confusion: the public key, which everybody has, taken for a shared secret.</summary>
    [Fact]
    public Task Token_SignedByThePublicKeyAsASecret_IsRefused() => RefusedAsync("token-algorithm", token =>
        token.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(hub.Issuer.PublicKey) { KeyId = "test" }, SecurityAlgorithms.HmacSha256));

    /// <summary>Also where the algorithm that is named is the right one, and only the signature was made with the wrong kind of key.</summary>
    [Fact]
    public async Task Token_NamedEs256AndSignedByThePublicKeyAsASecret_IsRefused()
    {
        var parts = hub.Issuer.Token("reviewer").Split('.');
        var mac = System.Security.Cryptography.HMACSHA256.HashData(hub.Issuer.PublicKey, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        await RefusedAsync($"Bearer {parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(mac)}", "token-signature");
    }

    [Fact]
    public async Task Challenge_WithoutToken_NamesTheSchemeOnly() =>
        Assert.Equal("Bearer realm=\"jcmhub\"", (await hub.SendAsync(Request, null)).Challenge);

    [Fact]
    public async Task Challenge_OfABadToken_IsInvalidToken() =>
        Assert.StartsWith("Bearer realm=\"jcmhub\", error=\"invalid_token\", error_description=\"", (await hub.SendAsync(Request, "Bearer something")).Challenge, StringComparison.Ordinal);

    [Fact]
    public async Task Challenge_OfAnotherRole_IsInsufficientScope() =>
        Assert.Equal("Bearer realm=\"jcmhub\", error=\"insufficient_scope\"", (await hub.SendAsync(Request, $"Bearer {hub.Issuer.Token("participant")}")).Challenge);

    private Task RefusedAsync(string code, Action<SecurityTokenDescriptor> spoil) =>
        RefusedAsync($"Bearer {hub.Issuer.Token("reviewer", change: spoil)}", code);

    private async Task RefusedAsync(string? authorization, string code)
    {
        var answer = await hub.SendAsync(Request, authorization);
        Assert.Equal((401, code, null), (answer.Status, answer.Code, answer.Function));
        Assert.StartsWith("Bearer ", answer.Challenge, StringComparison.Ordinal);
    }
}
