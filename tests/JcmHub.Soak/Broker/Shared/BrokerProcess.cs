using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using JcmHub.Local.Broker;

namespace JcmHub.Soak.Broker.Shared;

/// <summary>A broker in a process of its own, to be killed. It ends by itself when its standard input does, so none is left behind.</summary>
internal sealed class BrokerProcess : IDisposable
{
    const string Verb = "broker-serve";

    readonly Process process;
    bool ended;

    BrokerProcess(Process process, string connectionString)
    {
        this.process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public int Port => new Uri(ConnectionString.Split(';')[0]["Endpoint=".Length..]).Port;

    /// <summary>Memory that the process holds now, in MiB.</summary>
    public double WorkingSetMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts a broker; port 0 takes a free one.</summary>
    public static async Task<BrokerProcess> StartAsync(string databaseFile, string queuesFile, int port = 0)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])[Assembly.GetExecutingAssembly().Location, Verb, databaseFile, queuesFile, port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync() is { } connectionString
            ? new BrokerProcess(process, connectionString)
            : throw new IOException("The broker process ended at its start.");
    }

    /// <summary>What the started process does.</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        await using var broker = await JcmHub.Local.Broker.Broker.StartAsync(new BrokerOptions
        {
            DatabaseFile = args[0],
            Queues = QueueDeclaration.Load(args[1]),
            Port = int.Parse(args[2], CultureInfo.InvariantCulture),
            SharedAccessKey = "local test",
            Log = Console.Error.WriteLine,
        });
        Console.WriteLine(broker.ConnectionString);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public void Dispose()
    {
        if (ended) return;
        ended = true;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
