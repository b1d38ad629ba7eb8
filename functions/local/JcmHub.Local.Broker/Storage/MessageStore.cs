using Microsoft.Data.Sqlite;

namespace JcmHub.Local.Broker.Storage;

/// <summary>
/// The SQLite file: every message with its payload, and the MessageIds seen. Write-ahead log with full synchronisation, so
/// what <see cref="Commit"/> returned from survives <c>kill -9</c> and a power cut. One thread, one connection, which holds
/// the file exclusively: a second broker on it fails at its start.
/// </summary>
internal sealed class MessageStore : IDisposable
{
    // Queue number in the upper 16 bits, sequence number in the lower 48: a queue is one range of row ids, in order.
    const int SequenceBits = 48;
    const string InMemory = ":memory:";
    const string Columns = "id, state, deliveries, enqueued, expires, ttl, annotations, payload";
    const string Schema = """
        CREATE TABLE IF NOT EXISTS queue(
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, last INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE IF NOT EXISTS message(
          id INTEGER PRIMARY KEY, state INTEGER NOT NULL, deliveries INTEGER NOT NULL, enqueued INTEGER NOT NULL,
          expires INTEGER, ttl INTEGER, annotations BLOB, payload BLOB NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS message_due ON message(enqueued) WHERE state = 2;
        CREATE INDEX IF NOT EXISTS message_expiry ON message(expires) WHERE expires IS NOT NULL;
        CREATE TABLE IF NOT EXISTS seen(
          queue INTEGER NOT NULL, message_id TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY(queue, message_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS seen_expiry ON seen(expires);
        PRAGMA user_version = 1;
        """;

    readonly SqliteConnection connection;
    readonly Dictionary<string, SqliteCommand> statements = [];
    bool inTransaction;

    public MessageStore(string file)
    {
        if (file != InMemory) Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            Execute("PRAGMA locking_mode = EXCLUSIVE");
            Execute("PRAGMA journal_mode = WAL");
            Execute("PRAGMA synchronous = FULL");
            Execute("PRAGMA cache_size = -8000");
            Execute("PRAGMA journal_size_limit = 16777216");
            foreach (var statement in Schema.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Execute(statement);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new IOException($"The broker's file '{file}' cannot be used: {e.Message} Is another broker running on it?", e);
        }
    }

    public void Commit()
    {
        if (!inTransaction) return;
        Execute("COMMIT");
        inTransaction = false;
    }

    /// <summary>Undoes what was not committed, also where SQLite has done so itself (a full disk).</summary>
    public void Rollback()
    {
        if (!inTransaction) return;
        inTransaction = false;
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // No transaction is open any more: SQLite rolled back by itself.
        }
    }

    public List<string> QueueNames()
    {
        using var row = Query("SELECT name FROM queue ORDER BY id");
        var names = new List<string>();
        while (row.Read()) names.Add(row.GetString(0));
        return names;
    }

    public void AddQueue(string name) => Write("INSERT INTO queue(name) VALUES ($0) ON CONFLICT DO NOTHING", name);

    /// <summary>A queue's number, its last sequence number and its size in bytes.</summary>
    public (long Id, long Last, long Bytes) Counters(string name)
    {
        using var row = Query("SELECT id, last, bytes FROM queue WHERE name = $0", name);
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    public void SaveQueue(long queue, long last, long bytes) => Write("UPDATE queue SET last = $1, bytes = $2 WHERE id = $0", queue, last, bytes);

    public void Insert(long queue, StoredMessage m) => Write(
        $"INSERT INTO message({Columns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
        Id(queue, m.Sequence), (int)m.State, m.Deliveries, m.Enqueued.ToUnixTimeMilliseconds(), m.Expires?.ToUnixTimeMilliseconds(),
        (long?)m.TimeToLive?.TotalMilliseconds, m.Annotations, m.Payload);

    public void Delete(long queue, long sequence) => Write("DELETE FROM message WHERE id = $0", Id(queue, sequence));

    public void SetDeliveries(long queue, long sequence, int deliveries) =>
        Write("UPDATE message SET deliveries = $1 WHERE id = $0", Id(queue, sequence), deliveries);

    public void SetExpiry(long queue, long sequence, DateTimeOffset expires) =>
        Write("UPDATE message SET expires = $1 WHERE id = $0", Id(queue, sequence), expires.ToUnixTimeMilliseconds());

    public StoredMessage? Read(long queue, long sequence)
    {
        using var row = Query($"SELECT {Columns} FROM message WHERE id = $0", Id(queue, sequence));
        return row.Read() ? Message(row) : null;
    }

    /// <summary>Messages of any state from a sequence number on, in order, read as they are taken.</summary>
    public IEnumerable<StoredMessage> Browse(long queue, long from)
    {
        using var row = Query($"SELECT {Columns} FROM message WHERE id >= $0 AND id < $1 ORDER BY id", Id(queue, from), Id(queue + 1, 0));
        while (row.Read()) yield return Message(row);
    }

    /// <summary>Sequence numbers of active messages behind one, in order.</summary>
    public List<long> Active(long queue, long after, int limit)
    {
        using var row = Query(
            "SELECT id FROM message WHERE id > $0 AND id < $1 AND state = 0 ORDER BY id LIMIT $2", Id(queue, after), Id(queue + 1, 0), limit);
        var found = new List<long>();
        while (row.Read()) found.Add(Sequence(row.GetInt64(0)));
        return found;
    }

    public List<(long Queue, long Sequence)> Due(DateTimeOffset now, int limit) =>
        Keys("SELECT id FROM message WHERE state = 2 AND enqueued <= $0 ORDER BY enqueued, id LIMIT $1", now, limit);

    public List<(long Queue, long Sequence)> Expired(DateTimeOffset now, int limit) =>
        Keys("SELECT id FROM message WHERE expires IS NOT NULL AND expires <= $0 ORDER BY expires LIMIT $1", now, limit);

    public DateTimeOffset? NextDue() => Moment("SELECT min(enqueued) FROM message WHERE state = 2");

    public DateTimeOffset? NextExpiry() => Moment("SELECT min(expires) FROM message WHERE expires IS NOT NULL");

    public DateTimeOffset? NextForgotten() => Moment("SELECT min(expires) FROM seen");

    /// <summary>Remembers a MessageId; false when it is remembered already.</summary>
    public bool Remember(long queue, string messageId, DateTimeOffset now, DateTimeOffset until) => Write(
        "INSERT INTO seen(queue, message_id, expires) VALUES ($0, $1, $2) ON CONFLICT DO UPDATE SET expires = excluded.expires WHERE seen.expires <= $3",
        queue, messageId, until.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds()) == 1;

    public void Forget(DateTimeOffset now) => Write("DELETE FROM seen WHERE expires <= $0", now.ToUnixTimeMilliseconds());

    public void Dispose()
    {
        Rollback();
        foreach (var statement in statements.Values) statement.Dispose();
        connection.Dispose();
    }

    static long Id(long queue, long sequence) => (queue << SequenceBits) | sequence;

    static long Sequence(long id) => id & ((1L << SequenceBits) - 1);

    static StoredMessage Message(SqliteDataReader row) => new(
        Sequence(row.GetInt64(0)),
        (MessageState)row.GetInt32(1),
        row.GetInt32(2),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        row.IsDBNull(5) ? null : TimeSpan.FromMilliseconds(row.GetInt64(5)),
        row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6),
        row.GetFieldValue<byte[]>(7));

    List<(long Queue, long Sequence)> Keys(string sql, DateTimeOffset now, int limit)
    {
        using var row = Query(sql, now.ToUnixTimeMilliseconds(), limit);
        var found = new List<(long, long)>();
        while (row.Read()) found.Add((row.GetInt64(0) >> SequenceBits, Sequence(row.GetInt64(0))));
        return found;
    }

    DateTimeOffset? Moment(string sql)
    {
        using var row = Query(sql);
        return row.Read() && !row.IsDBNull(0) ? DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)) : null;
    }

    int Write(string sql, params ReadOnlySpan<object?> values)
    {
        if (!inTransaction)
        {
            Execute("BEGIN IMMEDIATE");
            inTransaction = true;
        }

        return Bind(sql, values).ExecuteNonQuery();
    }

    SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    void Execute(string sql) => Bind(sql, []).ExecuteNonQuery();

    // Every statement is written in this file and prepared once; none is built from outside.
    SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!statements.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            statements[sql] = command;
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
