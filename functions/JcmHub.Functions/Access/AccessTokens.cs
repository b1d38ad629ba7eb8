using JcmHub.Domain.Parties;
using JcmHub.Flows;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Functions.Access;

/// <summary>Reads bearer tokens: ES256 only, from the configured issuer, for the configured audience, with a role and where it applies a Party.</summary>
internal sealed class AccessTokens(TokenValidationParameters validation)
{
    private readonly JsonWebTokenHandler _handler = new();

    /// <summary>From the settings <c>Issuer</c>, <c>Audience</c> and <c>KeysFile</c> (a JSON Web Key Set).</summary>
    public static AccessTokens From(IConfiguration settings) => new(new TokenValidationParameters
    {
        ValidIssuer = Required(settings, "Issuer"),
        ValidAudience = Required(settings, "Audience"),
        IssuerSigningKeys = new JsonWebKeySet(File.ReadAllText(Required(settings, "KeysFile"))).GetSigningKeys(),
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = TimeSpan.FromMinutes(1),
    });

    /// <summary>The caller of an <c>Authorization</c> header; null where it holds no good token.</summary>
    public async Task<Caller?> ReadAsync(string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var result = await _handler.ValidateTokenAsync(authorization[scheme.Length..].Trim(), validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token
            || !token.TryGetPayloadValue<string>("role", out var role) || string.IsNullOrEmpty(token.Subject))
            return null;
        if (!token.TryGetPayloadValue<string>("party", out var code))
            return new Caller(token.Subject, role, null);
        return PartyId.TryParse(code, out var party) ? new Caller(token.Subject, role, party) : null;
    }

    private static string Required(IConfiguration settings, string name) =>
        settings[name] ?? throw new InvalidOperationException($"The setting Access:{name} is missing.");
}
