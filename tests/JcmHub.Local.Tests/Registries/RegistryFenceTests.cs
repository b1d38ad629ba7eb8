using System.Net;
using System.Text.Json.Nodes;

namespace JcmHub.Local.Tests.Registries;

/// <summary>The fence of D5: each record once, in order, whatever the network does.</summary>
public sealed class RegistryFenceTests(RegistryHost host) : IClassFixture<RegistryHost>
{
    // The registries of this class are shared, so each test uses a stream of its own.
    private static int s_hosts;

    [Fact]
    public async Task Post_SameRecordAgain_AnswersWithTheFirstReceipt()
    {
        var record = NewStream();

        var first = await BodyAsync(record);
        var second = await BodyAsync(record);

        Assert.Equal(first, second);
        Assert.Single((await host.HoldingsAsync("JP")).Blocks, block => block.Project == (string)record["subject"]!);
    }

    [Fact]
    public async Task Post_SameRecordWrittenOtherwise_IsTheSameRecord()
    {
        var record = NewStream();
        var first = await BodyAsync(record);
        var reversed = new JsonObject(record.Reverse().Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));

        Assert.Equal(first, await BodyAsync(reversed));
    }

    [Fact]
    public async Task Post_AnotherRecordUnderAKnownNumber_IsRefusedByItsDigest()
    {
        var record = NewStream();
        await BodyAsync(record);
        record["time"] = "2026-11-24T02:00:00Z";

        using var response = await host.PostAsync("JP", record);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"code\":\"record-digest-mismatch\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_VoidRecord_IsPassedOverAndTakesTheNumber()
    {
        var nothing = Void(NewStream());

        var receipt = JsonNode.Parse(await BodyAsync(nothing))!;

        Assert.Equal(("applied", 0), ((string)receipt["outcome"]!, receipt["blocks"]!.AsArray().Count));
        Assert.DoesNotContain((await host.HoldingsAsync("JP")).Blocks, block => block.Project == (string)nothing["subject"]!);
        Assert.Equal(receipt.ToJsonString(), JsonNode.Parse(await BodyAsync(nothing))!.ToJsonString());
    }

    /// <summary>The hub lost the answer to a record and gave it up: what was done tells it so.</summary>
    [Fact]
    public async Task Post_VoidRecordUnderAKnownNumber_AnswersWithTheFirstReceipt()
    {
        var record = NewStream();
        var first = await BodyAsync(record);

        Assert.Equal(first, await BodyAsync(Void(record)));
    }

    private static JsonObject Void(JsonObject record)
    {
        var nothing = record.DeepClone().AsObject();
        (nothing["type"], nothing["dataschema"]) = ("jcm.void.v1", "https://jcmhub.example/schemas/messages/void-1.0.json");
        nothing["data"] = new JsonObject
        {
            ["transaction"] = (string)record["id"]!, ["project"] = (string)record["subject"]!, ["replaces"] = "sha-256:" + new string('0', 64),
            ["reason"] = "record-unreadable", ["explanation"] = "a test",
        };
        return nothing;
    }

    [Fact]
    public async Task Post_NumberBeyondTheNext_IsRefusedAndNamesTheOneExpected()
    {
        using var response = await host.PostAsync("JP", NewStream(number: 3));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("record-out-of-order", (string?)problem["code"]);
        Assert.Equal("1", (string?)problem["expected"]);
    }

    [Fact]
    public async Task Post_SameRecordFromManySendersAtOnce_IsAppliedOnce()
    {
        var record = NewStream();
        var text = record.ToJsonString();

        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => BodyAsync(JsonNode.Parse(text)!.AsObject())));

        Assert.Single(receipts.Distinct());
        Assert.Single((await host.HoldingsAsync("JP")).Blocks, block => block.Project == (string)record["subject"]!);
    }

    [Theory]
    [InlineData("not json", "record-unreadable")]
    [InlineData("[]", "record-unreadable")]
    [InlineData("{\"specversion\":\"0.3\"}", "record-unreadable")]
    public async Task Post_Unreadable_IsRefusedWithoutTakingANumber(string body, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/cloudevents+json");
        using var response = await host.Client.PostAsync("registries/JP/records", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_UnderAnotherContentType_IsNotLookedAt()
    {
        using var content = new StringContent(NewStream().ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync("registries/JP/records", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("destination", "TH")]
    [InlineData("streamnumber", "01x")]
    [InlineData("streamnumber", "0")]
    [InlineData("id", "TH.JP.9")]
    [InlineData("hostparty", null)]
    public async Task Post_EnvelopeThatContradictsItself_IsRefused(string property, string? value)
    {
        var record = NewStream();
        record[property] = value;

        using var response = await host.PostAsync("JP", record);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Post_QuantityAsAFraction_HasNoCanonicalForm()
    {
        var record = NewStream();
        record["data"]!["blocks"]![0]!["vintage"] = 2021.5;

        using var response = await host.PostAsync("JP", record);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Post_RegistryThatIsNotThere_IsNotFound()
    {
        using var response = await host.PostAsync("XX", NewStream());

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<string> BodyAsync(JsonObject record)
    {
        using var response = await host.PostAsync("JP", record);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static JsonObject NewStream(long number = 1)
    {
        var n = Interlocked.Increment(ref s_hosts);
        var party = $"{(char)('A' + (n / 26))}{(char)('A' + (n % 26))}";
        var record = Records.Envelope("JP", number, "issuance", new JsonObject
        {
            ["decision"] = $"{party}-1",
            ["project"] = $"{party}001",
            ["blocks"] = new JsonArray(Records.IssuedBlock(1, 10, "JP-GOV", "government-holding")),
        });
        record["hostparty"] = party;
        record["subject"] = $"{party}001";
        record["id"] = $"{party}.JP.{number}";
        return record;
    }
}
