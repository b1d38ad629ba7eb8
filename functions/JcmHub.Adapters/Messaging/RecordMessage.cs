using Azure.Messaging.ServiceBus;
using JcmHub.Flows.Exchange;

namespace JcmHub.Adapters.Messaging;

/// <summary>A record as a message: the body as over HTTP, byte for byte, the signature as a property.</summary>
internal static class RecordMessage
{
    public static ServiceBusMessage Of(OutboxRecord record) => new(record.Document)
    {
        Subject = record.Id.ToString(),
        MessageId = record.Digest,
        ContentType = "application/cloudevents+json",
        ApplicationProperties = { [RecordDrop.SignatureProperty] = record.Signature },
    };
}
