using JcmHub.Flows.Issuance;

namespace JcmHub.Flows.Exchange;

/// <summary>A stream under its lease: the cursor as this dispatch last wrote it, so that it need not be read again.</summary>
internal sealed class HeldStream(StreamId stream, string owner)
{
    public StreamId Stream { get; } = stream;

    public string Owner { get; } = owner;

    /// <summary>The cursor's row; null where it must be read again, because the answer to its last change was lost.</summary>
    public StoredRow? Row { get; private set; }

    /// <summary>The cursor in that row.</summary>
    public StreamCursor Cursor { get; private set; } = StreamCursor.Start;

    /// <summary>Records from the cursor on that wait to be sent, in order; not all of them where there are many.</summary>
    public IReadOnlyList<OutboxRecord> Waiting { get; set; } = [];

    /// <summary>Whether this dispatch still has its turn.</summary>
    public bool IsHeld => Cursor.Lease?.Owner == Owner;

    /// <summary>The cursor was written.</summary>
    public void Wrote(RowWrite write, StreamCursor cursor)
    {
        Row = write is { StoredVersion: { } version, Body: { } body } ? new StoredRow(write.Key, body, version) : null;
        Cursor = cursor;
    }

    /// <summary>The cursor was read anew.</summary>
    public void Read(StoredRow? row)
    {
        Row = row;
        Cursor = row is null ? StreamCursor.Start : LedgerJson.Read<StreamCursor>(row.Body);
    }
}
