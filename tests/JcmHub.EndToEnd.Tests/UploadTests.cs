using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using JcmHub.Adapters.Tables;
using JcmHub.Soak.Reports;

namespace JcmHub.EndToEnd.Tests;

/// <summary>Reports by address and by the inbox (D14). Each test has a year of its own, for a day may be reported once.</summary>
[Collection(StackTests.Name)]
public sealed class UploadTests(StackFixture hub)
{
    private BlobContainerClient Inbox => new(hub.Stack.StorageConnectionString, "reports-inbox");

    [Fact]
    public async Task Upload_OfSeventyMegabytesByAddress_BecomesAReportInTheCallersName()
    {
        var (status, upload) = await hub.PostAsync("reports/uploads", [], "participant", "TH", subject: "someone:large");
        Assert.Equal(201, status);
        var address = new Uri(upload["address"]!.GetValue<string>());

        await using var report = new MinuteReportStream(meters: 64, days: 4, year: 2024);
        var blob = new BlockBlobClient(address);
        await blob.UploadAsync(report, new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 8 << 20, MaximumTransferSize = 8 << 20 } });
        Assert.True((await Inbox.GetBlobClient(blob.Name).GetPropertiesAsync()).Value.ContentLength > 70_000_000);

        var state = await UploadEventuallyAsync(upload, "someone:large");
        Assert.Equal("accepted", state["state"]!.GetValue<string>());
        var id = state["outcome"]!["report"]!.GetValue<string>();
        var computed = await hub.EventuallyAsync($"reports/{id}", "reviewer", shown => shown["facts"]!["computed"] is not null);
        Assert.Equal((report.TotalWattHours * 319 / 1_000_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture), computed["result"]!["vintages"]![0]!["tonnes"]!.GetValue<string>());
        Assert.Equal("someone:large", await SubmitterAsync(id));
        Assert.Equal(404, (await hub.GetUploadAsync(upload["id"]!.GetValue<string>(), "someone:else")).Status);
    }

    [Fact]
    public async Task Address_CanBeWrittenAndNothingElse()
    {
        var (_, upload) = await hub.PostAsync("reports/uploads", [], "participant", "TH");
        var blob = new BlobClient(new Uri(upload["address"]!.GetValue<string>()));
        Assert.Equal("waiting", (await hub.GetUploadAsync(upload["id"]!.GetValue<string>())).Body["state"]!.GetValue<string>());

        await blob.UploadAsync(BinaryData.FromBytes("not a report"u8.ToArray()));

        await AssertForbiddenAsync(() => blob.DownloadContentAsync());
        await AssertForbiddenAsync(() => blob.DeleteAsync());
        var other = new UriBuilder(blob.Uri);
        other.Path = other.Path.Replace(blob.Name, "other.json", StringComparison.Ordinal);
        await AssertForbiddenAsync(() => new BlobClient(other.Uri).UploadAsync(BinaryData.FromBytes("x"u8.ToArray())));
        var expiresAt = DateTimeOffset.Parse(upload["expiresAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expiresAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(61));

        var state = await UploadEventuallyAsync(upload, null);
        Assert.Equal(("refused", "json-syntax"), (state["state"]!.GetValue<string>(), state["outcome"]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task DroppedFile_Bad_GetsEveryErrorBesideIt_AndCorrectedBecomesAReport()
    {
        var blob = Inbox.GetBlobClient("2022/sun & water 水上.json");
        await DropAsync(blob, Encoding.UTF8.GetString(Samples.ReportOf(2022)).Replace("\"MWh\"", "\"kWh\"", StringComparison.Ordinal));

        var errors = (await OutcomeAsync(blob, ".errors.json"))["errors"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, 12).Select(i => ("unit-mismatch", $"/readings/{i}/unit")), errors.Take(12).Select(e => (e!["code"]!.GetValue<string>(), e["pointer"]!.GetValue<string>())));
        Assert.All(errors, error => Assert.NotEmpty(error!["detailJa"]!.GetValue<string>()));
        Assert.False(await Inbox.GetBlobClient(blob.Name + ".report.json").ExistsAsync());

        await DropAsync(blob, Encoding.UTF8.GetString(Samples.ReportOf(2022)));

        var accepted = await OutcomeAsync(blob, ".report.json");
        Assert.False(await Inbox.GetBlobClient(blob.Name + ".errors.json").ExistsAsync());
        await ComputedAsync(accepted);
        Assert.Equal("local:inbox", await SubmitterAsync(accepted["report"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Event_TwiceOrAfterACrashBeforeTheOutcome_GivesOneReport()
    {
        var blob = Inbox.GetBlobClient("twice.json");
        await DropAsync(blob, Encoding.UTF8.GetString(Samples.ReportOf(2023)));
        var accepted = await OutcomeAsync(blob, ".report.json");
        await ComputedAsync(accepted);
        var stored = await hub.StoredAsync();

        // As if the process had died before it wrote the outcome; and once more with the outcome there.
        var outcome = Inbox.GetBlobClient(blob.Name + ".report.json");
        await outcome.DeleteAsync();
        await TellAsync(blob.Name, "PutBlob");
        Assert.Equal(accepted.ToJsonString(), (await OutcomeAsync(blob, ".report.json")).ToJsonString());
        var written = (await outcome.GetPropertiesAsync()).Value.ETag;
        await TellAsync(blob.Name, "PutBlockList");
        // A step of an upload that is not its last, and the event of the outcome itself.
        await TellAsync(blob.Name, "CreateFile");
        await TellAsync(outcome.Name, "PutBlob");

        Assert.Equal(stored, await hub.StoredAsync());
        Assert.Equal(written, (await outcome.GetPropertiesAsync()).Value.ETag);
        Assert.False(await Inbox.GetBlobClient(outcome.Name + ".errors.json").ExistsAsync());
    }

    [Fact]
    public async Task Event_Lost_IsMadeUpForByTheSweep()
    {
        var blob = Inbox.GetBlobClient("lost.json");
        hub.Stack.BlobEvents.AreLost = true;
        try
        {
            await DropAsync(blob, Encoding.UTF8.GetString(Samples.ReportOf(2025)));
            var settled = hub.Stack.QueueOperations.Settled;
            await TellAsync("nobody.json", "PutBlob");
            Assert.True(hub.Stack.QueueOperations.Settled > settled);
            Assert.False(await Inbox.GetBlobClient(blob.Name + ".report.json").ExistsAsync());
        }
        finally
        {
            hub.Stack.BlobEvents.AreLost = false;
        }

        await hub.Stack.RunTimerAsync("SweepInboxEveryHour", default);

        await ComputedAsync(await OutcomeAsync(blob, ".report.json"));
    }

    [Fact]
    public async Task Message_NeitherNameNorEvent_IsDeadLettered()
    {
        await using var client = new ServiceBusClient(hub.Stack.ServiceBusConnectionString);
        await client.CreateSender("uploads").SendMessageAsync(new ServiceBusMessage("""{"eventType":"Microsoft.Storage.BlobCreated"}"""));

        var dead = client.CreateReceiver("uploads", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var message = await dead.ReceiveMessageAsync(TimeSpan.FromSeconds(60));
        await dead.CompleteMessageAsync(message);
        Assert.Equal("message-unreadable", message.DeadLetterReason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PostReport_AboveSixtyFourMegabytes_IsRefusedAndNamesTheNextRoute(bool isChunked)
    {
        var before = await hub.StoredAsync();
        await using var report = new MinuteReportStream(meters: 64, days: 4, year: 2024);
        using var content = isChunked ? new StreamContent(report) : (HttpContent)new ByteArrayContent(new byte[(64 << 20) + 1]);

        var (status, problem) = await hub.PostAsync("reports", content, "participant", "TH");

        Assert.Equal((413, "report-too-large"), (status, problem["code"]!.GetValue<string>()));
        Assert.Contains("POST reports/uploads", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(before, await hub.StoredAsync());
    }

    private static async Task DropAsync(BlobClient blob, string text) => await blob.UploadAsync(BinaryData.FromString(text), overwrite: true);

    private static async Task AssertForbiddenAsync(Func<Task> call) =>
        Assert.Equal((int)HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<RequestFailedException>(call)).Status);

    /// <summary>Tells the queue as Event Grid would, and waits until the functions have settled it.</summary>
    private async Task TellAsync(string name, string api)
    {
        var settled = hub.Stack.QueueOperations.Settled;
        await using var client = new ServiceBusClient(hub.Stack.ServiceBusConnectionString);
        await client.CreateSender("uploads").SendMessageAsync(new ServiceBusMessage(
            $$"""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/reports-inbox/blobs/{{name}}","data":{"api":"{{api}}"} }"""));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (hub.Stack.QueueOperations.Settled == settled)
            await Task.Delay(50, limit.Token);
    }

    private async Task<JsonObject> UploadEventuallyAsync(JsonObject upload, string? subject)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            var (_, state) = await hub.GetUploadAsync(upload["id"]!.GetValue<string>(), subject);
            if (state["state"]!.GetValue<string>() != "waiting")
                return state;
            await Task.Delay(200, limit.Token);
        }
    }

    private async Task<JsonObject> OutcomeAsync(BlobClient blob, string suffix)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var outcome = Inbox.GetBlobClient(blob.Name + suffix);
        while (!await outcome.ExistsAsync(limit.Token))
            await Task.Delay(50, limit.Token);
        return JsonNode.Parse((await outcome.DownloadContentAsync(limit.Token)).Value.Content.ToString())!.AsObject();
    }

    private async Task<string> SubmitterAsync(string report)
    {
        var storage = hub.Stack.StorageConnectionString;
        return (await new TableReports(new TableServiceClient(storage), new BlobServiceClient(storage)).FindAsync(report, default))!.Value.State.SubmittedBy;
    }

    private Task<JsonObject> ComputedAsync(JsonObject accepted) =>
        hub.EventuallyAsync($"reports/{accepted["report"]!.GetValue<string>()}", "reviewer", shown => shown["facts"]!["computed"] is not null);
}
