using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JcmHub.Functions.Access;
using JcmHub.Functions.Description;
using JcmHub.Functions.Http;
using JcmHub.Functions.Tests.Access;
using JcmHub.Functions.Tests.Architecture;
using JcmHub.Functions.Triggers;
using JcmHub.JsonSchema;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.WebJobs.Extensions.OpenApi.Core.Attributes;

namespace JcmHub.Functions.Tests.Description;

/// <summary>Attributes, access table and document say the same; the document is OpenAPI 3.1, and the page needs nothing but itself.</summary>
public sealed partial class OpenApiTests
{
    private static readonly JsonObject Document = OpenApiDocument.Create(Repository.File("schemas"));

    private static IEnumerable<JsonObject> Operations => Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(verb => verb.Value!.AsObject());

    /// <summary>The OpenAPI Initiative's schema of OpenAPI 3.1 (Apache-2.0), as the npm package @seriousme/openapi-schema-validator 2.11.0 (MIT) holds it.</summary>
    [Fact]
    public void Document_AgainstTheSchemaOfOpenApi31_IsValid()
    {
        var registry = new SchemaRegistry();
        var schema = registry.Compile(File.ReadAllBytes(Repository.File("tests", "JcmHub.Functions.Tests", "Description", "openapi-3.1.schema.json")), new SchemaOptions());

        Assert.Empty(schema.Validate(Encoding.UTF8.GetBytes(Document.ToJsonString())).Errors);
    }

    [Fact]
    public void Document_Operations_AreTheRoutesOfTheTable()
    {
        var operations = Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key[1..]} {verb.Value!["operationId"]}"));

        Assert.Equal(AccessTable.Routes.Where(route => route.IsInDocument).Select(route => $"{route.Address} {route.Function}").Order(), operations.Order());
    }

    [Fact]
    public void Document_References_LeadSomewhere()
    {
        var schemas = Document["components"]!["schemas"]!.AsObject();
        var byId = schemas.ToDictionary(schema => schema.Value!["$id"]!.GetValue<string>(), schema => schema.Value!);
        foreach (var schema in schemas)
            Assert.All(References(schema.Value!), reference => AssertLeads(new Uri(new Uri(schema.Value!["$id"]!.GetValue<string>()), reference), byId));
        Assert.All(References(Document["paths"]!), reference =>
        {
            Assert.StartsWith("#/components/schemas/", reference, StringComparison.Ordinal);
            Assert.NotNull(schemas[reference.Split('/')[^1]]);
        });
    }

    [Fact]
    public void Attributes_OfTheTriggers_AgreeWithTheTable()
    {
        var missing = new List<string>();
        foreach (var method in typeof(Reports).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FunctionAttribute))))
        {
            if (AccessTable.Find(method.Name) is not { IsInDocument: true } route)
                continue;
            var operation = method.GetCustomAttribute<OpenApiOperationAttribute>();
            if (operation?.OperationId != route.Function || !operation.Tags.SequenceEqual([OpenApiDocument.Tag(route)]))
                missing.Add($"{method.Name}: [OpenApiOperation(nameof({route.Function}), \"{OpenApiDocument.Tag(route)}\")]");
            var declared = method.GetCustomAttributes<OpenApiParameterAttribute>().Select(parameter => parameter.Name);
            missing.AddRange(OpenApiDocument.PathParameters(route).Except(declared).Select(name => $"{method.Name}: [OpenApiParameter(\"{name}\")]"));
        }

        Assert.True(missing.Count == 0, $"Add to the triggers:{Environment.NewLine}{string.Join(Environment.NewLine, missing)}");
    }

    [Fact]
    public void Table_Rows_SayWhatIsSentAndWhatMayGoWrong()
    {
        var known = ErrorCatalogue.Entries.ToDictionary(entry => entry.Code);
        foreach (var route in AccessTable.Routes.Where(route => route.IsInDocument))
        {
            Assert.True(route.Verb == "GET" || route.HasBody || route.HasNoBody, $"{route.Address}: the row needs Body, the schema of what is sent, or HasNoBody.");
            Assert.All(OpenApiDocument.CodesOf(route), code =>
                Assert.True(known.TryGetValue(code, out var entry) && entry.Statuses.Any(), $"{route.Address}: {code} needs a row with an HTTP status in docs/errors.md."));
            foreach (var schema in new[] { route.Body, route.Answer }.OfType<string>())
                Assert.True(File.Exists(Repository.File("schemas", $"{schema}.json")), $"{route.Address}: there is no schemas/{schema}.json.");
        }
    }

    [Fact]
    public void Document_Operations_NameRolesAndProblems() => Assert.All(Operations, operation =>
    {
        var isOpen = operation["security"] is not null;
        Assert.Equal(isOpen, operation["x-roles"]!.AsArray().Count == 0);
        Assert.Equal(isOpen, operation["responses"]!["401"] is null);
        Assert.NotNull(operation["responses"]!["500"]!["content"]!["application/problem+json"]);
    });

    [Fact]
    public void Page_Addresses_AreItsOwnOrTheDocuments()
    {
        var page = DocsPage.Create();
        var ids = Id().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(Address().Matches(page).Select(match => match.Groups[1].Value), address =>
            Assert.True(address == "openapi.json" || (address[0] == '#' && ids.Contains(address[1..])), address));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.All(ErrorCatalogue.Entries, entry => Assert.Contains(entry.Code, ids));
        Assert.DoesNotContain("`", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DocumentAndPage_OfTheRunningHub_AreThereForAnyoneAndKeptByWhoHasThem()
    {
        var hub = new HubHost();
        await hub.InitializeAsync();
        try
        {
            hub.LetFunctionsRun();
            foreach (var (address, type) in new[] { ("openapi.json", "application/json"), ("docs", "text/html") })
            {
                using var first = await hub.SendAsync(new HttpRequestMessage(HttpMethod.Get, address), "nobody");
                Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
                var again = new HttpRequestMessage(HttpMethod.Get, address);
                again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
                using var second = await hub.SendAsync(again, "nobody");
                Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            }
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject item => item.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()]
            : member.Value is null ? [] : References(member.Value)),
        JsonArray list => list.OfType<JsonNode>().SelectMany(References),
        _ => [],
    };

    private static void AssertLeads(Uri reference, Dictionary<string, JsonNode> byId)
    {
        Assert.True(byId.TryGetValue(reference.GetLeftPart(UriPartial.Query), out var at), reference.ToString());
        foreach (var part in Uri.UnescapeDataString(reference.Fragment.TrimStart('#')).Split('/', StringSplitOptions.RemoveEmptyEntries))
            Assert.True((at = at![part]) is not null, reference.ToString());
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Address();
}
