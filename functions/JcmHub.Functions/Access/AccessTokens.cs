using System.Text.RegularExpressions;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Functions.Access;

/// <summary>
/// Reads bearer tokens: signed by a key of the one issuer, for the one audience, with a subject, one role, and where it applies a
/// Party (claim <c>party</c>), projects (claim <c>projects</c>) and third-party entities (claim <c>entities</c>).
/// </summary>
internal sealed partial class AccessTokens
{
    /// <summary>Asymmetric only: a public key must never be usable as a shared secret.</summary>
    private static readonly string[] AlgorithmsOfIssuers = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    private readonly JsonWebTokenHandler _handler = new();
    private readonly TokenValidationParameters _validation;
    private readonly BaseConfigurationManager? _issuer;
    private readonly string _roleClaim;

    private AccessTokens(IConfiguration settings)
    {
        _roleClaim = settings["RoleClaim"] ?? "role";
        _validation = new TokenValidationParameters
        {
            ValidAudience = Required(settings, "Audience"),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = TimeSpan.FromMinutes(1),
        };
        if (settings["Authority"] is { Length: > 0 } authority)
        {
            _issuer = IssuerAt(new Uri(authority));
            _validation.ConfigurationManager = _issuer;
            _validation.ValidAlgorithms = AlgorithmsOfIssuers;
        }
        else
        {
            _validation.ValidIssuer = Required(settings, "Issuer");
            _validation.IssuerSigningKeys = new JsonWebKeySet(File.ReadAllText(Required(settings, "KeysFile"))).GetSigningKeys();
            _validation.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256];
        }
    }

    /// <summary>
    /// From the settings <c>Audience</c> and either <c>Authority</c> (an OpenID Connect issuer, whose metadata give issuer and keys) or
    /// <c>Issuer</c> and <c>KeysFile</c> (a JSON Web Key Set); <c>RoleClaim</c> where the role is in another claim than <c>role</c>.
    /// </summary>
    public static AccessTokens From(IConfiguration settings) => new(settings);

    /// <summary>The caller of an <c>Authorization</c> header, or why there is none.</summary>
    public async Task<(Caller? Caller, AccessRefusal? Refusal)> ReadAsync(string? authorization, CancellationToken cancellationToken)
    {
        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return (null, AccessRefusal.TokenMissing);
        var text = authorization[scheme.Length..].Trim();
        // Looked at before any key is: neither "none" nor a shared secret gets as far as a comparison.
        if (!TryParse(text, out var token))
            return (null, AccessRefusal.TokenMalformed);
        if (!_validation.ValidAlgorithms.Contains(token.Alg))
            return (null, AccessRefusal.TokenAlgorithm);
        if (!await IssuerIsKnownAsync(cancellationToken))
            return (null, AccessRefusal.IssuerUnreachable);
        var result = await _handler.ValidateTokenAsync(text, _validation);
        return result.IsValid ? CallerOf(token) : (null, RefusalOf(result.Exception));
    }

    private (Caller?, AccessRefusal?) CallerOf(JsonWebToken token)
    {
        if (string.IsNullOrEmpty(token.Subject))
            return (null, AccessRefusal.TokenSubject);
        if (Values(token, _roleClaim) is not [{ Length: > 0 } role])
            return (null, AccessRefusal.TokenRole);
        PartyId? party = null;
        switch (Values(token, "party"))
        {
            case []:
                if (role is Role.Secretariat or Role.Government or Role.Registry)
                    return (null, AccessRefusal.TokenParty);
                break;
            case [var code] when PartyId.TryParse(code, out var parsed):
                party = parsed;
                break;
            default:
                return (null, AccessRefusal.TokenParty);
        }

        var projects = new HashSet<ProjectId>();
        foreach (var text in Values(token, "projects"))
        {
            if (!ProjectId.TryParse(text, out var project))
                return (null, AccessRefusal.TokenProjects);
            projects.Add(project);
        }

        var entities = Values(token, "entities");
        return entities.All(EntityId().IsMatch)
            ? (new Caller(token.Subject, role, party) { Projects = projects, Entities = entities.ToHashSet() }, null)
            : (null, AccessRefusal.TokenEntities);
    }

    [GeneratedRegex("^TPE-[A-Z]{2}-[0-9]{3}$")]
    private static partial Regex EntityId();

    /// <summary>A claim's value, or its values where it is an array.</summary>
    private static string[] Values(JsonWebToken token, string claim) =>
        [.. token.Claims.Where(each => each.Type == claim).Select(each => each.Value)];

    private static AccessRefusal RefusalOf(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException or SecurityTokenNoExpirationException => AccessRefusal.TokenExpired,
        SecurityTokenNotYetValidException => AccessRefusal.TokenNotYetValid,
        SecurityTokenInvalidIssuerException => AccessRefusal.TokenIssuer,
        SecurityTokenInvalidAudienceException => AccessRefusal.TokenAudience,
        SecurityTokenInvalidAlgorithmException => AccessRefusal.TokenAlgorithm,
        SecurityTokenMalformedException or ArgumentException => AccessRefusal.TokenMalformed,
        _ => AccessRefusal.TokenSignature,
    };

    private bool TryParse(string text, out JsonWebToken token)
    {
        try
        {
            token = _handler.ReadJsonWebToken(text);
            return true;
        }
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException)
        {
            token = null!;
            return false;
        }
    }

    /// <summary>The library would take a failure to read the issuer's keys for a bad signature.</summary>
    private async Task<bool> IssuerIsKnownAsync(CancellationToken cancellationToken)
    {
        if (_issuer is null)
            return true;
        try
        {
            await _issuer.GetBaseConfigurationAsync(cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> IssuerAt(Uri authority) => new(
        authority.ToString().TrimEnd('/') + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        // Keys that came over plain HTTP from elsewhere would be anybody's.
        new HttpDocumentRetriever { RequireHttps = !authority.IsLoopback });

    private static string Required(IConfiguration settings, string name) =>
        settings[name] ?? throw new InvalidOperationException($"The setting Access:{name} is missing.");
}
