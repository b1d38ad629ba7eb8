using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace JcmHub.Benchmarks.Way;

/// <summary>The limit to measure a start against: an empty web application in a process of its own.</summary>
internal static class BareWeb
{
    public static async Task<int> ServeAsync(string address)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add(address);
        app.MapGet("/", () => "live");
        await app.StartAsync();
        while (Console.In.ReadLine() is not null)
        {
        }

        await app.StopAsync();
        return 0;
    }

    public static async Task<TimeSpan> TimeToAnswerAsync()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(BareWeb).Assembly.Location, "bare-web", address]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                await http.GetStringAsync(new Uri(address));
                break;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return elapsed;
    }
}
