using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using JcmHub.Soak.Broker.Shared;
using Microsoft.Data.Sqlite;

namespace JcmHub.Benchmarks.Broker;

/// <summary>The broker's speed with the official client and with ours, and beside it what disk and loopback give bare, in the same run.</summary>
internal static class BrokerBenchmark
{
    static readonly byte[] Payload = new byte[1000];

    public static async Task<int> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("jcmhub-benchmark-").FullName;
        try
        {
            var commits = Commits(Path.Combine(directory, "bare.db"), 2000);
            var echoes = await EchoesAsync(20_000);
            Console.WriteLine($"limits: {commits:F0} bare SQLite commits of 1 KB /s, {echoes:F0} bare loopback echoes of 1 KB /s");
            void Print(string client, string name, double perSecond) =>
                Console.WriteLine($"{client,-16} {name,-32} {perSecond,8:F0} /s, {perSecond / commits,6:F2} times bare commits, {perSecond / echoes,6:F2} times bare echoes");

            using (var broker = await BrokerProcess.StartAsync(Path.Combine(directory, "official.db"), OfficialClient.QueuesFile))
                await OfficialAsync(broker.ConnectionString, Print);
            using (var broker = await BrokerProcess.StartAsync(Path.Combine(directory, "ours.db"), OfficialClient.QueuesFile))
                await OurClientSpeed.RunAsync(broker.ConnectionString, (name, perSecond) => Print("ours", name, perSecond));
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    static async Task OfficialAsync(string connectionString, Action<string, string, double> print)
    {
        using var script = await OfficialClient.StartAsync("speed.mjs", connectionString);
        while (await script.ReadLineAsync() is { } line)
        {
            using var measure = JsonDocument.Parse(line);
            print("official", measure.RootElement.GetProperty("name").GetString()!, measure.RootElement.GetProperty("perSecond").GetDouble());
        }
    }

    static double Commits(string file, int commits)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        foreach (var sql in (string[])["PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE m(id INTEGER PRIMARY KEY, p BLOB)"])
        {
            using var setting = connection.CreateCommand();
            setting.CommandText = sql;
            setting.ExecuteNonQuery();
        }

        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO m(p) VALUES ($p)";
        insert.Parameters.AddWithValue("$p", Payload);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < commits; i++) insert.ExecuteNonQuery();
        return commits / watch.Elapsed.TotalSeconds;
    }

    static async Task<double> EchoesAsync(int echoes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptTcpClientAsync();
        server.NoDelay = true;
        var answering = Task.Run(async () =>
        {
            var buffer = new byte[Payload.Length];
            for (var i = 0; i < echoes; i++)
            {
                await server.GetStream().ReadExactlyAsync(buffer);
                await server.GetStream().WriteAsync(buffer);
            }
        });
        var answer = new byte[Payload.Length];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < echoes; i++)
        {
            await client.GetStream().WriteAsync(Payload);
            await client.GetStream().ReadExactlyAsync(answer);
        }

        await answering;
        return echoes / watch.Elapsed.TotalSeconds;
    }
}
