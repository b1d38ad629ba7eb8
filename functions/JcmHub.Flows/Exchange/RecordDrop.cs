using System.Globalization;
using JcmHub.Domain.Ledger;

namespace JcmHub.Flows.Exchange;

/// <summary>Where records lie for a registry that fetches them itself: a queue or a container of its own, both of one name.</summary>
public static class RecordDrop
{
    /// <summary>The property of a message that holds the hub's detached signature.</summary>
    public const string SignatureProperty = "jcm-signature";

    /// <summary>The metadata of a blob that holds it; metadata knows no hyphens.</summary>
    public const string SignatureMetadata = "jcm_signature";

    /// <summary>The queue or container of a destination: <c>to-th</c>.</summary>
    public static string NameOf(Destination destination) => "to-" + destination.Code.ToLowerInvariant();

    /// <summary>The blob of a record: <c>TH/000000000000042.json</c>. A folder for each stream; in it the order of names is that of numbers.</summary>
    public static string FileOf(RecordId record) => string.Create(CultureInfo.InvariantCulture, $"{record.Host}/{record.Number:D15}.json");
}
