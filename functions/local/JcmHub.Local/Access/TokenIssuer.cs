using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Local.Access;

/// <summary>
/// The local stack's own issuer of access tokens: JWT, ES256. In Azure this is the identity provider's work.
/// </summary>
public sealed class TokenIssuer
{
    public const string Issuer = "https://local.jcmhub.example";
    public const string Audience = "jcmhub";

    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _time;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    internal TokenIssuer(ECDsaSecurityKey key, TimeProvider time)
    {
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        _time = time;
    }

    /// <summary>A token for one role.</summary>
    /// <param name="role">As the hub's table of routes knows it: participant, third-party-entity, secretariat, government,
    /// registry, market-operator, reviewer or operator.</param>
    /// <param name="party">The Party that the bearer acts for (ISO 3166-1 alpha-2), or null where the role has none.</param>
    /// <param name="lifetime">How long it is good for; more than zero.</param>
    public string Issue(string role, string? party, TimeSpan lifetime)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            // One subject per role and Party: whoever verifies is someone else than whoever submits.
            [JwtRegisteredClaimNames.Sub] = party is null ? $"local:{role}" : $"local:{role}:{party}",
            ["role"] = role,
        };
        if (party is not null)
            claims["party"] = party;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }
}
