using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using JcmHub.Local.Stack;

namespace JcmHub.Local.Storage;

/// <summary>The two programs of Node.js that the stack needs, and the sentence for each way in which they can be missing.</summary>
/// <param name="Node">The file name or path of Node.js.</param>
/// <param name="Npm">The file name or path of npm.</param>
internal sealed record NodeTools(string Node = "node", string Npm = "npm")
{
    private const int LinesOfOutputShown = 6;

    /// <summary>The major version of Node.js.</summary>
    /// <exception cref="StackException">Node.js is not there or does not answer.</exception>
    public async Task<int> VersionAsync(CancellationToken cancellation)
    {
        var (code, output) = await RunAsync(Node, ["--version"], directory: null, cancellation) ?? throw new StackException(
            "Node.js was not found. The local storage (Azurite) runs on it: " +
            $"install Node.js {AzuriteInstallation.OldestNode} or later from https://nodejs.org and make sure that `node` is on the PATH.");
        var text = output.Trim().TrimStart('v').Split('.')[0];
        return code == 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new StackException($"`node --version` did not answer with a version but: {output.Trim()}");
    }

    /// <summary><c>npm ci</c> in a directory that holds package.json and package-lock.json.</summary>
    /// <exception cref="StackException">npm is not there, or it failed (no network, a registry that does not serve a package, …).</exception>
    public async Task InstallLockedAsync(string directory, CancellationToken cancellation)
    {
        // Scripts are refused: none of the locked packages needs one, and one of a dependency would run with our rights.
        var (code, output) = await RunAsync(
            Npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], directory, cancellation)
            ?? throw new StackException("npm was not found. It comes with Node.js and installs the local storage (Azurite): make sure that `npm` is on the PATH.");
        if (code == 0)
            return;
        // npm names the cause first and explains afterwards.
        var first = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(LinesOfOutputShown);
        throw new StackException(
            "Installing the local storage (Azurite) with npm failed. It needs the npm registry once; check the network or npm's `registry` setting and start again. npm said:" +
            string.Concat(first.Select(line => $"{Environment.NewLine}  {line}")));
    }

    private static async Task<(int Code, string Output)?> RunAsync(
        string program, string[] arguments, string? directory, CancellationToken cancellation)
    {
        // On Windows npm is a script, which only the shell can start.
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        start.WorkingDirectory = directory ?? "";
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var running = process!;
        running.StandardInput.Close();
        try
        {
            var output = running.StandardOutput.ReadToEndAsync(cancellation);
            var errors = running.StandardError.ReadToEndAsync(cancellation);
            await running.WaitForExitAsync(cancellation);
            return (running.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            running.Kill(entireProcessTree: true);
            throw;
        }
    }
}
