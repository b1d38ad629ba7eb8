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
    private readonly IReadOnlyCollection<string> _projects;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="key">Signs the tokens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="projects">Every project of the stack: those of a participant's token that names none.</param>
    internal TokenIssuer(ECDsaSecurityKey key, TimeProvider time, IReadOnlyCollection<string> projects)
    {
        _projects = projects;
        // The library's cache of signers outlives the key: a second stack on the same keys in one process would get a disposed one.
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        _time = time;
    }

    /// <summary>A token for one role.</summary>
    /// <param name="role">As the hub's table of routes knows it: participant, third-party-entity, secretariat, government,
    /// registry, market-operator, reviewer or operator.</param>
    /// <param name="party">The Party that the bearer acts for (ISO 3166-1 alpha-2), or null where the role has none.</param>
    /// <param name="lifetime">How long it is good for; more than zero.</param>
    /// <param name="subject">Who bears it; by default someone of its own for each role and Party, so that whoever verifies is not
    /// who submitted, and whoever approves for one government is not who approves for the other.</param>
    /// <param name="projects">A participant's projects; by default all of the stack's.</param>
    /// <param name="entities">A third-party entity's designations; by default three of each country with a project, for on this machine anyone may try.</param>
    public string Issue(
        string role, string? party, TimeSpan lifetime, string? subject = null, IReadOnlyCollection<string>? projects = null, IReadOnlyCollection<string>? entities = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = subject ?? (party is null ? $"local:{role}" : $"local:{role}:{party}"),
            ["role"] = role,
        };
        if (party is not null)
            claims["party"] = party;
        if (role == "participant")
            claims["projects"] = projects ?? _projects;
        if (role == "third-party-entity")
            claims["entities"] = entities ?? [.. _projects.Select(project => project[..2]).Distinct().SelectMany(country => (string[])[$"TPE-{country}-001", $"TPE-{country}-002", $"TPE-{country}-003"])];
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
