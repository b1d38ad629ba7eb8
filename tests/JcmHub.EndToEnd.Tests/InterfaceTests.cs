using JcmHub.Cli.Commands;
using System.Text;
using System.Text.Json.Nodes;
using JcmHub.JsonSchema;

namespace JcmHub.EndToEnd.Tests;

/// <summary>What the running hub answers is what its own <c>openapi.json</c> says.</summary>
[Collection(StackTests.Name)]
public sealed class InterfaceTests(StackFixture hub)
{
    [Fact]
    public async Task Answers_OfReads_AreValidAgainstTheDocument()
    {
        var submitted = await hub.PostAsync("reports", Samples.Report, "participant", "TH");
        var id = submitted.Body["id"]!.GetValue<string>();
        var (_, document) = await hub.GetAsync("openapi.json", "reviewer");

        AssertValid(document, "post", "/reports", submitted);
        AssertValid(document, "get", "/reports/{id}", await hub.GetAsync($"reports/{id}", "reviewer"));
        AssertValid(document, "get", "/reports/{id}", await hub.GetAsync("reports/TH014-0123456789abcdef", "reviewer"));
        var upload = await hub.PostAsync("reports/uploads", [], "participant", "TH");
        AssertValid(document, "post", "/reports/uploads", upload);
        AssertValid(document, "get", "/reports/uploads/{upload}", await hub.GetUploadAsync(upload.Body["id"]!.GetValue<string>()));
        AssertValid(document, "get", "/credits", await hub.GetAsync("credits?party=TH", "reviewer"));
        AssertValid(document, "get", "/credits", await hub.GetAsync("credits?party=TH", "participant"));
        AssertValid(document, "get", "/article6/{party}/balance", await hub.GetAsync("article6/TH/balance", "reviewer"));
        AssertValid(document, "get", "/transactions/{id}", await hub.GetAsync("transactions/TH.TH.1", "reviewer"));
        AssertValid(document, "get", "/health/live", await hub.GetAsync("health/live", "reviewer"));
        AssertValid(document, "get", "/health/ready", await hub.GetAsync("health/ready", "reviewer"));
    }

    private static void AssertValid(JsonObject document, string verb, string path, (int Status, JsonObject Body) answer)
    {
        var content = document["paths"]![path]![verb]!["responses"]![answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)]!["content"]!.AsObject();
        var name = content.Single().Value!["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1];
        var schema = new SchemaRegistry().Compile(Encoding.UTF8.GetBytes(document["components"]!["schemas"]![name]!.ToJsonString()), new SchemaOptions { AssertFormat = true });
        var errors = schema.Validate(Encoding.UTF8.GetBytes(answer.Body.ToJsonString())).Errors;
        Assert.True(errors.Count == 0, $"{verb} {path} {answer.Status}: {string.Join("; ", errors.Select(error => $"{error.InstanceLocation} {error.Message}"))}");
    }

    [Fact]
    public async Task StackAddresses_OfAStackThatIsUp_NameTheHubAndATokenThatItTakes()
    {
        using var text = new StringWriter();

        StackAddresses.Of(hub.Stack).Write(text);

        var lines = text.ToString().Split(Environment.NewLine);
        Assert.Contains($"hub          {hub.Stack.Hub}", lines);
        var token = lines.Single(line => line.StartsWith("operator - ", StringComparison.Ordinal)).Split(' ')[2];
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(200, (int)(await client.GetAsync(new Uri(hub.Stack.Hub, "dead-letters"))).StatusCode);
    }
}
