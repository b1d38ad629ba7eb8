using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using JcmHub.Domain.Ledger;
using JcmHub.Domain.Parties;
using JcmHub.Domain.Projects;
using JcmHub.Flows.Issuance;
using JcmHub.Flows.Signing;

namespace JcmHub.Flows.Exchange;

/// <summary>A record in the outbox: its address, its canonical document, byte for byte what is sent, and what its receipt will be booked on.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Cause">What caused it.</param>
/// <param name="Blocks">The blocks that it concerns; reserved until its receipt, so that booking need not read them again.</param>
/// <param name="Time">When it was journalled.</param>
/// <param name="Entry">The journal entry that announced it.</param>
/// <param name="Digest">Its identity: the digest of its canonical bytes (D6).</param>
/// <param name="Document">Its canonical JSON.</param>
/// <param name="Signature">The hub's detached signature over the canonical bytes.</param>
public sealed record OutboxRecord(
    RecordId Id, RecordCause Cause, IReadOnlyList<UnitBlock> Blocks, DateTimeOffset Time, long Entry, string Digest, string Document, string Signature)
{
    /// <summary>The first record that said the same and was refused, where this one says it again; its units name that one.</summary>
    public RecordId? Repeats { get; init; }

    /// <summary>When it was sent, where its destination took it and has not receipted it yet.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When its destination took it, as above.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The day (UTC) on which it was journalled.</summary>
    [JsonIgnore]
    public DateOnly Day => DateOnly.FromDateTime(Time.UtcDateTime);

    /// <summary>Of a void record: the one in whose place it stands. What becomes of the void record is booked on that one.</summary>
    public OutboxRecord? InPlaceOf { get; init; }

    /// <summary>Whether its row could be read; of another one nothing but the address is known.</summary>
    internal bool IsReadable => Digest.Length > 0;

    /// <summary>Whether it asks for nothing and tells of nothing: it is void, or is about to be, for it cannot be read.</summary>
    internal bool IsWithoutWords => InPlaceOf is not null || Project is null;

    /// <summary>The project that it is about; null where its document cannot be read.</summary>
    internal ProjectId? Project
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Document);
                return ProjectId.Parse(document.RootElement.Text("subject"));
            }
            catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// The record of a row of the outbox. One that cannot be read has the address that its key gives, and nothing else: it stops no reader, and a
    /// void record takes its place before it is sent.
    /// </summary>
    internal static OutboxRecord Read(PartyId host, StoredRow row)
    {
        var id = LedgerKeys.RecordOf(host, row.Key);
        try
        {
            if (LedgerJson.Read<OutboxRecord>(row.Body) is { Blocks: not null, Digest: not null, Document: not null, Signature: not null } record && record.Id == id)
                return record;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            // As below.
        }

        return new OutboxRecord(id, default, [], default, 0, string.Empty, string.Empty, string.Empty);
    }

    /// <summary>Signs what <see cref="Write"/> wrote.</summary>
    internal static async Task<OutboxRecord> SignAsync(
        RecordId id, RecordContent content, byte[] canonical, DateTimeOffset time, long entry, IRecordSigner signer, CancellationToken cancellationToken) =>
        new(id, content.Cause, content.Blocks, time, entry, CanonicalJson.Digest(canonical), Encoding.UTF8.GetString(canonical),
            await signer.SignAsync(canonical, cancellationToken))
        {
            Repeats = content.Repeats,
        };

    /// <summary>A record as a canonical CloudEvent.</summary>
    internal static byte[] Write(RecordId id, RecordContent content, DateTimeOffset time)
    {
        var (type, data) = RecordDocument.Write(id, content);
        var cloudEvent = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id.ToString(),
            ["source"] = "urn:jcmhub",
            ["type"] = $"jcm.{type}.v1",
            ["subject"] = content.Project.ToString(),
            ["time"] = JsonWords.Instant(time),
            ["datacontenttype"] = "application/json",
            ["dataschema"] = $"https://jcmhub.example/schemas/messages/{type}-1.0.json",
            ["hostparty"] = id.Host.Code,
            ["destination"] = id.Destination.Code,
            ["streamnumber"] = id.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["data"] = data,
        };
        using var document = JsonDocument.Parse(cloudEvent.ToJsonString());
        return CanonicalJson.Canonicalize(document.RootElement);
    }
}
