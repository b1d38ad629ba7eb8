using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JcmHub.Flows.Signing;
using JcmHub.Functions.Access;
using JcmHub.Functions.Http;
using JcmHub.Functions.Triggers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JcmHub.Functions.Tests.Access;

/// <summary>
/// The hub's HTTP functions in the real host, with the hub's own composition and access middleware, in the test's process. Whoever
/// gets past access is answered 204 with the function's name before the function runs, so nothing is stored; unless a test lets
/// functions run.
/// </summary>
public sealed class HubHost : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jcmhub-access-").FullName;
    private Func<FunctionContext, Func<Task>, Task> _function = StopBeforeTheFunction;
    private IHost _host = null!;
    private HttpClient _http = null!;

    internal TestIssuer Issuer { get; } = new();

    public Task InitializeAsync() => StartAsync([]);

    /// <summary>Starts with further settings, or other ones.</summary>
    public async Task StartAsync(Dictionary<string, string?> settings)
    {
        var keys = Path.Combine(_directory, "keys.json");
        await File.WriteAllTextAsync(keys, Issuer.KeySet());
        var signing = SigningKeys();
        var builder = FunctionsApplication.CreateBuilder([], [.. HttpFunctions(), typeof(FunctionOutsideTheTable)]);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LOCAL_FUNCTIONS_URL"] = "http://127.0.0.1:0",
            ["LOCAL_FUNCTIONS_STATE"] = _directory,
            ["Storage"] = "UseDevelopmentStorage=true",
            ["ServiceBus"] = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true",
            ["Access:Issuer"] = TestIssuer.Name,
            ["Access:Audience"] = TestIssuer.Audience,
            ["Access:KeysFile"] = keys,
            ["Exchange:PublicKeys"] = signing.PublicKeys,
            ["Exchange:SigningKeyFile"] = signing.PrivateKey,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.UseMiddleware<FaultMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.UseMiddleware<ContentCodingMiddleware>();
        builder.UseMiddleware((context, next) => _function(context, next));
        builder.Services.AddHub(builder.Configuration);
        _host = builder.Build();
        await _host.StartAsync();
        var root = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _http = new HttpClient { BaseAddress = new Uri(new Uri(root), "/api/") };
    }

    /// <summary>The hub's keys for records, as its settings name them.</summary>
    private (string PublicKeys, string PrivateKey) SigningKeys()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var folder = Directory.CreateDirectory(Path.Combine(_directory, "public"));
        var file = Path.Combine(_directory, "hub.pem");
        File.WriteAllText(file, pair.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Path.Combine(folder.FullName, "hub.json"), VerificationKey.Of(pair, VerificationKey.Hub, DateTimeOffset.UnixEpoch).Write());
        return (folder.FullName, file);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        Issuer.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Lets every function run from here on.</summary>
    internal void LetFunctionsRun() => _function = (_, next) => next();

    /// <summary>Puts something in the place of every function.</summary>
    internal void PutInPlaceOfFunctions(Func<HttpContext, Task> function) => _function = (context, _) => function(context.GetHttpContext()!);

    /// <summary>Sends any request as someone with a role.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string role, string? party = null)
    {
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Issuer.Token(role, party)}");
        return await _http.SendAsync(request);
    }

    /// <summary>Sends a request such as <c>GET reports/TH014-…</c> with an <c>Authorization</c> header, or none.</summary>
    internal async Task<HubAnswer> SendAsync(string request, string? authorization)
    {
        var (verb, address) = (request.Split(' ')[0], request.Split(' ')[1]);
        using var message = new HttpRequestMessage(new HttpMethod(verb), address);
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (verb is "POST" or "PUT")
            message.Content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        using var response = await _http.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        return new HubAnswer(
            (int)response.StatusCode,
            response.Headers.TryGetValues("Function", out var function) ? function.Single() : null,
            text.Length > 0 ? JsonNode.Parse(text)!["code"]!.GetValue<string>() : null,
            response.Headers.WwwAuthenticate.ToString());
    }

    private static IEnumerable<Type> HttpFunctions() => typeof(Reports).Assembly.GetTypes().Where(type => type.GetMethods().Any(method =>
        method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute), inherit: false))));

    private static Task StopBeforeTheFunction(FunctionContext context, Func<Task> next)
    {
        var response = context.GetHttpContext()!.Response;
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers["Function"] = context.FunctionDefinition.Name;
        return Task.CompletedTask;
    }
}

/// <summary>A function that nobody put into the access table.</summary>
public static class FunctionOutsideTheTable
{
    public const string Request = "GET outside-the-table";

    [Function(nameof(OutsideTheTable))]
    public static IResult OutsideTheTable([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "outside-the-table")] HttpRequest http) =>
        Results.Ok(http.Path.Value);
}

/// <summary>What came back: which function was reached, or with which code the request was refused.</summary>
internal sealed record HubAnswer(int Status, string? Function, string? Code, string Challenge);
