namespace JcmHub.Flows.Issuance;

/// <summary>One write of a transaction.</summary>
/// <param name="Key">The row's key in the partition.</param>
/// <param name="Body">What it holds; null deletes the row.</param>
/// <param name="Guard">What must be true for the write, and with it the whole transaction, to happen.</param>
public sealed record RowWrite(string Key, ReadOnlyMemory<byte>? Body, RowGuard Guard)
{
    /// <summary>After its transaction was committed: the version under which the row was stored, so that it need not be read to be replaced.</summary>
    public string? StoredVersion { get; set; }

    /// <summary>A new row; the transaction fails where the key exists.</summary>
    public static RowWrite Add(string key, ReadOnlyMemory<byte> body) => new(key, body, RowGuard.Absent);

    /// <summary>Replaces the row that was read, or adds it where none was; the transaction fails where another writer was first.</summary>
    public static RowWrite Replace(StoredRow? read, string key, ReadOnlyMemory<byte> body) =>
        new(key, body, read is null ? RowGuard.Absent : RowGuard.Unchanged(read.Version));

    /// <summary>Writes whatever was there; only for rows that a guarded row of the same transaction protects.</summary>
    public static RowWrite Put(string key, ReadOnlyMemory<byte> body) => new(key, body, RowGuard.None);

    /// <summary>Deletes a row that a guarded row of the same transaction protects.</summary>
    public static RowWrite Delete(string key) => new(key, null, RowGuard.None);
}
