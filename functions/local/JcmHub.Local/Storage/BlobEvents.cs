using System.Text.Json.Nodes;
using System.Threading.Channels;
using Azure;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace JcmHub.Local.Storage;

/// <summary>
/// Event Grid's part on one machine: tells the queue <c>uploads</c> of every blob that is committed in one container, with the
/// event that Event Grid would send. It learns of them from Azurite's access log, so it asks the storage for nothing but the
/// properties of what was written; what was written while no stack ran it tells of once, when it starts.
/// </summary>
public sealed class BlobEvents : IAsyncDisposable
{
    private const string Created = "201";

    private readonly Channel<(string Api, string Name)> _commits = Channel.CreateUnbounded<(string, string)>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly BlobContainerClient _container;
    private readonly string _path;
    private readonly ServiceBusClient _client;
    private readonly ServiceBusSender _queue;
    private readonly TimeProvider _time;
    private readonly Task _sending;

    internal BlobEvents(string storage, string container, string serviceBus, string queue, TimeProvider time)
    {
        _container = new BlobContainerClient(storage, container);
        _path = $"/{AzuriteAccount.Name}/{container}/";
        _client = new ServiceBusClient(serviceBus);
        _queue = _client.CreateSender(queue);
        _time = time;
        _sending = SendAsync();
    }

    /// <summary>While true, events are lost, as Event Grid loses one now and then.</summary>
    public bool AreLost { get; set; }

    /// <summary>Lets go of the queue; what was not told yet is told at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sending;
        await _client.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Takes a line of the access log: <c>blob 127.0.0.1 - - [time] "PUT /devstoreaccount1/c/name?comp=blocklist&amp;sig=… HTTP/1.1" 201 -</c>.</summary>
    internal void See(string line)
    {
        var quoted = line.Split('"');
        if (quoted.Length != 3 || !quoted[2].TrimStart().StartsWith(Created, StringComparison.Ordinal) || quoted[1].Split(' ') is not ["PUT", var target, _])
            return;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        if (!path.StartsWith(_path, StringComparison.Ordinal) || path.Length == _path.Length || ApiOf(question < 0 ? "" : target[(question + 1)..]) is not { } api || AreLost)
            return;
        _commits.Writer.TryWrite((api, Uri.UnescapeDataString(path[_path.Length..])));
    }

    private static string? ApiOf(string query) => query.Split('&').FirstOrDefault(part => part.StartsWith("comp=", StringComparison.Ordinal)) switch
    {
        null => "PutBlob",
        "comp=blocklist" => "PutBlockList",
        // A block, metadata, a tier: nothing is committed by it.
        _ => null,
    };

    private async Task SendAsync()
    {
        try
        {
            await TellOfWhatIsThereAsync();
            await foreach (var (api, name) in _commits.Reader.ReadAllAsync(_stopping.Token))
                await TellAsync(api, name);
        }
        catch (OperationCanceledException)
        {
            // We are stopped.
        }
    }

    private async Task TellOfWhatIsThereAsync()
    {
        if (!await _container.ExistsAsync(_stopping.Token))
            return;
        await foreach (var blob in _container.GetBlobsAsync(cancellationToken: _stopping.Token))
            _commits.Writer.TryWrite(("PutBlockList", blob.Name));
    }

    private async Task TellAsync(string api, string name)
    {
        try
        {
            var blob = _container.GetBlobClient(name);
            var properties = (await blob.GetPropertiesAsync(cancellationToken: _stopping.Token)).Value;
            await _queue.SendMessageAsync(new ServiceBusMessage(Event(api, blob, properties).ToJsonString()) { ContentType = "application/json" }, _stopping.Token);
        }
        catch (RequestFailedException)
        {
            // It is gone already, or the storage is: then the hub's own sweep finds it.
        }
        catch (ServiceBusException)
        {
            // The broker is stopping; the sweep finds it.
        }
    }

    private JsonObject Event(string api, BlobClient blob, BlobProperties properties) => new()
    {
        ["topic"] = $"/subscriptions/local/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/{AzuriteAccount.Name}",
        ["subject"] = $"/blobServices/default/containers/{blob.BlobContainerName}/blobs/{blob.Name}",
        ["eventType"] = "Microsoft.Storage.BlobCreated",
        ["eventTime"] = _time.GetUtcNow().ToString("O"),
        ["id"] = Guid.NewGuid().ToString(),
        ["data"] = new JsonObject
        {
            ["api"] = api,
            ["requestId"] = Guid.NewGuid().ToString(),
            ["eTag"] = properties.ETag.ToString().Trim('"'),
            ["contentType"] = properties.ContentType,
            ["contentLength"] = properties.ContentLength,
            ["blobType"] = "BlockBlob",
            ["url"] = blob.Uri.ToString(),
            ["sequencer"] = properties.LastModified.UtcTicks.ToString("x32", System.Globalization.CultureInfo.InvariantCulture),
        },
        ["dataVersion"] = "",
        ["metadataVersion"] = "1",
    };
}
