using System.Diagnostics;
using System.Net;
using JcmHub.Local.Host.Tests.Support;

namespace JcmHub.Local.Host.Tests.Hosting;

/// <summary>Start, stop and death of host and worker; a host of its own for each test.</summary>
public sealed class LifeTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData(null)]
    public async Task Stop_RequestUnderWay_IsFinished(string? signal)
    {
        await using var host = await SampleHost.StartAsync();
        var calling = host.SendAsync(HttpMethod.Get, "waits");
        // Open before the stop: when it stops taking requests, nobody could open it any more.
        await host.DiaryAsync(1);
        var opening = host.OpenGateAsync();
        if (signal is null)
            host.EndInput();
        else
            host.Signal(signal);
        await opening;

        using var response = await calling;
        Assert.Equal((HttpStatusCode.OK, 0), (response.StatusCode, await host.ExitAsync()));
    }

    [Fact]
    public async Task Caller_Gone_CancelsTheFunction()
    {
        await using var host = await SampleHost.StartAsync();
        using var gone = new CancellationTokenSource();
        var calling = host.SendAsync(HttpMethod.Get, "waits", cancellationToken: gone.Token);
        await host.DiaryAsync(1);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        Assert.Equal(["begun", "cancelled"], await host.DiaryAsync(2));
    }

    [Fact]
    public async Task Host_Killed_LeavesNoWorkerBehind()
    {
        await using var host = await SampleHost.StartAsync();
        using var worker = Process.GetProcessById(await host.WorkerAsync());

        host.Kill();

        await worker.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Worker_Killed_IsReportedAndStartedAgain()
    {
        await using var host = await SampleHost.StartAsync();
        var number = await host.WorkerAsync();
        using var worker = Process.GetProcessById(number);

        worker.Kill();
        await worker.WaitForExitAsync();

        Assert.NotEqual(number, await NextWorkerAsync(host, number));
        Assert.Contains(host.Output, line => line.Contains($"The worker (process {number}) has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Worker_EndingAgainAndAgain_IsGivenUp()
    {
        await using var host = await SampleHost.StartAsync();
        for (var (times, last) = (0, 0); times < 3; times++)
        {
            last = await NextWorkerAsync(host, last);
            using var worker = Process.GetProcessById(last);
            worker.Kill();
        }

        Assert.Equal(1, await host.ExitAsync());
        Assert.Contains(host.Output, line => line.Contains("the host stops", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "Usage")]
    [InlineData(2, "Usage", "nothing.dll")]
    [InlineData(1, "The worker ended with exit code", "xunit.core.dll")]
    public async Task Start_OfWhatIsNoApp_SaysSo(int exitCode, string expected, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [SampleHost.HostAssembly, .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(exitCode, process.ExitCode);
        Assert.Contains(expected, error + await said, StringComparison.Ordinal);
    }

    /// <summary>The worker after one that died: a request that comes while it dies may fail.</summary>
    private static async Task<int> NextWorkerAsync(SampleHost host, int after)
    {
        while (true)
        {
            using var response = await host.SendAsync(HttpMethod.Get, "process");
            if (response.IsSuccessStatusCode && int.Parse(await response.Content.ReadAsStringAsync(), null) is var number && number != after)
                return number;
            await Task.Delay(50);
        }
    }
}
