using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JcmHub.Functions.Tests.Access;

/// <summary>As in Azure: issuer and keys come from the issuer's OpenID Connect metadata.</summary>
public sealed class OpenIdConnectTests : IAsyncLifetime
{
    private const string Request = "GET article6/TH/balance";
    private readonly HubHost _hub = new();
    private WebApplication _issuer = null!;
    private bool _isDown;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _issuer = builder.Build();
        _issuer.MapGet("/tenant/.well-known/openid-configuration", (HttpRequest request) => _isDown
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Text(JsonSerializer.Serialize(new { issuer = TestIssuer.Name, jwks_uri = $"http://{request.Host}/keys" }), "application/json"));
        _issuer.MapGet("/keys", () => Results.Text(_hub.Issuer.KeySet(), "application/json"));
        await _issuer.StartAsync();
        await _hub.StartAsync(new Dictionary<string, string?>
        {
            ["Access:Authority"] = $"{_issuer.Urls.Single()}/tenant/",
            ["Access:Issuer"] = null,
            ["Access:KeysFile"] = null,
            ["Access:RoleClaim"] = "roles",
        });
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Token_OfTheAuthority_GetsIn() => Assert.Equal(204, (await _hub.SendAsync(Request, Token())).Status);

    [Fact]
    public async Task Token_OfAnotherIssuer_IsRefused()
    {
        using var other = new TestIssuer();
        Assert.Equal("token-signature", (await _hub.SendAsync(Request, $"Bearer {other.Token("reviewer")}")).Code);
        Assert.Equal("token-issuer", (await _hub.SendAsync(Request, Token(issuer: "https://else.test.example"))).Code);
    }

    [Fact]
    public async Task Token_WhileTheAuthorityDoesNotAnswer_IsNobodysFault()
    {
        _isDown = true;
        var refused = await _hub.SendAsync(Request, Token());
        Assert.Equal((503, "token-issuer-unreachable"), (refused.Status, refused.Code));
        _isDown = false;
        Assert.Equal(204, (await _hub.SendAsync(Request, Token())).Status);
    }

    /// <summary>As Microsoft Entra ID writes app roles: an array in the claim <c>roles</c>.</summary>
    private string Token(string issuer = TestIssuer.Name) => "Bearer " + _hub.Issuer.Token("", change: token =>
    {
        token.Claims.Remove("role");
        token.Claims["roles"] = new[] { "reviewer" };
        token.Issuer = issuer;
    });
}
