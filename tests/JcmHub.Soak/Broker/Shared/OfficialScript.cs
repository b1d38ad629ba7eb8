using System.Diagnostics;

namespace JcmHub.Soak.Broker.Shared;

/// <summary>A running script of the official client, read line by line; ended with its user.</summary>
internal sealed class OfficialScript(Process process) : IDisposable
{
    readonly Task<string> errors = process.StandardError.ReadToEndAsync();

    /// <summary>The next line, or null when the script has ended well.</summary>
    /// <exception cref="InvalidOperationException">It ended otherwise; the message holds what it wrote to its standard error.</exception>
    public async Task<string?> ReadLineAsync()
    {
        if (await process.StandardOutput.ReadLineAsync() is { } line) return line;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : throw new InvalidOperationException($"The script failed: {await errors}");
    }

    public async Task WriteLineAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
