using Microsoft.Data.Sqlite;

namespace JcmHub.Local.Registries;

/// <summary>
/// One registry's database file. Survives kill -9: one transaction per record holds the record, what it changed and its
/// receipt, and SQLite syncs it to disk before the answer is given.
/// </summary>
internal sealed class RegistryStore : IDisposable
{
    private readonly SqliteConnection _connection;

    public RegistryStore(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS records (
              host TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, receipt BLOB NOT NULL,
              PRIMARY KEY (host, number)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS blocks (
              first INTEGER PRIMARY KEY, last INTEGER NOT NULL, host TEXT NOT NULL, hub_first INTEGER NOT NULL, hub_last INTEGER NOT NULL,
              project TEXT NOT NULL, vintage INTEGER NOT NULL, account TEXT NOT NULL, account_type TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS links (
              registry TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, own_first INTEGER NOT NULL,
              PRIMARY KEY (registry, first)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS adjustments (
              adjustment TEXT PRIMARY KEY, party TEXT NOT NULL, project TEXT NOT NULL, vintage INTEGER NOT NULL,
              tonnes INTEGER NOT NULL, effect TEXT NOT NULL, applied_on TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS stopped (
              host TEXT NOT NULL, hub_first INTEGER NOT NULL, hub_last INTEGER NOT NULL, correction TEXT NOT NULL,
              PRIMARY KEY (host, hub_first)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS revised (
              correction TEXT NOT NULL, host TEXT NOT NULL, hub_first INTEGER NOT NULL, hub_last INTEGER NOT NULL, authorization TEXT,
              PRIMARY KEY (correction, hub_first)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS acknowledged (host TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS decisions (decision TEXT PRIMARY KEY, issued_on TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS acted (decision TEXT PRIMARY KEY) WITHOUT ROWID;
            """);
    }

    /// <summary>Begins the transaction that every statement belongs to until it is committed or disposed.</summary>
    public SqliteTransaction Begin() => _connection.BeginTransaction();

    /// <summary>Runs a statement and gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query.</summary>
    public List<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a literal; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
