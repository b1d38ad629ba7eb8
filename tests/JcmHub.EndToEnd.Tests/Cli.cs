using System.Diagnostics;

namespace JcmHub.EndToEnd.Tests;

/// <summary>A command of <c>jcmhub</c> in a process of its own.</summary>
internal static class Cli
{
    /// <summary>Runs it to its end: exit code and standard output.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "jcmhub.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
