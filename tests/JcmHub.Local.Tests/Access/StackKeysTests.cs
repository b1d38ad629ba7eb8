using System.Runtime.Versioning;
using JcmHub.Local.Access;
using JcmHub.Local.Stack;
using JcmHub.Local.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JcmHub.Local.Tests.Access;

public sealed class StackKeysTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private DataDirectory Data => new(directory.Root);

    [Fact]
    public void LoadOrCreate_SecondTime_GivesTheSameKeys()
    {
        using var first = StackKeys.LoadOrCreate(Data);
        using var second = StackKeys.LoadOrCreate(Data);

        Assert.Equal(first.Broker, second.Broker);
        Assert.Equal(first.IssuerSigningKey.KeyId, second.IssuerSigningKey.KeyId);
        Assert.NotEqual(first.FunctionsHost, first.FunctionsMaster);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public void LoadOrCreate_OnUnix_MakesFilesThatOnlyTheOwnerReads()
    {
        Skip.If(OperatingSystem.IsWindows());
        StackKeys.LoadOrCreate(Data).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data.Keys));
        Assert.All(Directory.EnumerateFiles(Data.Keys), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Issue_CheckedWithThePublishedKeySet_IsValidAndNamesRoleAndParty()
    {
        using var keys = StackKeys.LoadOrCreate(Data);
        var token = new TokenIssuer(keys.IssuerSigningKey, TimeProvider.System, ["TH014"]).Issue("government", "TH", TimeSpan.FromMinutes(5));

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = TokenIssuer.Issuer,
            ValidAudience = TokenIssuer.Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = new JsonWebKeySet(await File.ReadAllTextAsync(keys.KeySetFile)).GetSigningKeys(),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("government", result.Claims["role"]);
        Assert.Equal("TH", result.Claims["party"]);
        Assert.Equal(keys.IssuerSigningKey.KeyId, ((JsonWebToken)result.SecurityToken).Kid);
    }

    [Fact]
    public void Issue_RoleWithoutParty_HasNoParty()
    {
        using var keys = StackKeys.LoadOrCreate(Data);

        var token = new JsonWebToken(new TokenIssuer(keys.IssuerSigningKey, TimeProvider.System, ["TH014"]).Issue("participant", null, TimeSpan.FromMinutes(5)));

        Assert.False(token.TryGetClaim("party", out _));
        Assert.True(token.TryGetClaim("exp", out _));
        Assert.True(token.TryGetClaim("iat", out _));
    }

    [Fact]
    public void Issue_ThirdPartyEntity_NamesEntitiesOfTheCountriesWithProjects()
    {
        using var keys = StackKeys.LoadOrCreate(Data);
        var issuer = new TokenIssuer(keys.IssuerSigningKey, TimeProvider.System, ["TH014", "MV002", "TH015"]);
        string[] Entities(string token) => [.. new JsonWebToken(token).Claims.Where(claim => claim.Type == "entities").Select(claim => claim.Value)];

        Assert.Equal(["TPE-TH-001", "TPE-TH-002", "TPE-TH-003", "TPE-MV-001", "TPE-MV-002", "TPE-MV-003"], Entities(issuer.Issue("third-party-entity", null, TimeSpan.FromMinutes(5))));
        Assert.Equal(["TPE-TH-009"], Entities(issuer.Issue("third-party-entity", null, TimeSpan.FromMinutes(5), entities: ["TPE-TH-009"])));
        Assert.Empty(Entities(issuer.Issue("participant", null, TimeSpan.FromMinutes(5))));
    }

    [Fact]
    public async Task KeySetFile_Always_HoldsNoPrivatePart()
    {
        using var keys = StackKeys.LoadOrCreate(Data);

        Assert.DoesNotContain("\"d\"", await File.ReadAllTextAsync(keys.KeySetFile), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();
}
