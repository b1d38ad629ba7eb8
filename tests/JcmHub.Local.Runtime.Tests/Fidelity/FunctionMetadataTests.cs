using System.Text.Json;
using System.Text.Json.Nodes;

namespace JcmHub.Local.Runtime.Tests.Fidelity;

public sealed class FunctionMetadataTests
{
    [Theory]
    [InlineData("Http", 0, """{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Function","methods":["post"],"route":"orders/{id}"}""")]
    [InlineData("Http", 1, """{"name":"$return","type":"http","direction":"Out"}""")]
    [InlineData("Queue", 0, """{"name":"message","type":"serviceBusTrigger","direction":"In","properties":{"supportsDeferredBinding":"True"},"queueName":"orders","connection":"SB","autoCompleteMessages":false,"cardinality":"One"}""")]
    [InlineData("Subscription", 0, """{"name":"messages","type":"serviceBusTrigger","direction":"In","topicName":"topic","subscriptionName":"sub","connection":"SB","cardinality":"Many"}""")]
    [InlineData("Timer", 0, """{"name":"timer","type":"timerTrigger","direction":"In","schedule":"*/5 * * * * *","runOnStartup":true}""")]
    public void Emit_FunctionsOfTheReference_AreAsTheRealGeneratorEmitsThem(string function, int binding, string expected)
    {
        var emitted = JsonNode.Parse(FunctionMetadata.Emit([typeof(MetadataSamples)]))!.AsArray().Single(f => (string)f!["name"]! == function)!;

        Assert.Equal(expected, emitted["rawBindings"]![binding]!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal($"{typeof(MetadataSamples).FullName}.{function}", (string)emitted["entryPoint"]!);
    }

    [Fact]
    public void Emit_Always_IsOrderedByNameAndEndsInALineFeed()
    {
        var emitted = FunctionMetadata.Emit([typeof(MetadataSamples)]);

        Assert.Equal(["Http", "Queue", "Subscription", "Timer"], JsonNode.Parse(emitted)!.AsArray().Select(f => (string)f!["name"]!));
        Assert.EndsWith("]\n", emitted, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', emitted);
    }
}
