using System.ComponentModel;
using System.Diagnostics;

namespace JcmHub.Soak.Broker.Shared;

/// <summary>The official npm client, installed once per checkout from the committed lock file, and the scripts that use it.</summary>
internal static class OfficialClient
{
    public static string Scripts { get; } = Path.Combine(Checkout.Root, "tests", "JcmHub.Local.Broker.Tests", "official-client");

    public static string QueuesFile { get; } = Path.Combine(Scripts, "queues.json");

    static string Tools { get; } = Path.Combine(Checkout.Root, ".local", "tools");

    static string Directory { get; } = Path.Combine(Tools, "official-client");

    /// <summary>Starts one of the scripts; its first argument is the directory of the installed client.</summary>
    public static async Task<OfficialScript> StartAsync(string script, params string[] arguments)
    {
        await InstallAsync();
        return new OfficialScript(Start("node", Scripts, [Path.Combine(Scripts, script), Directory, .. arguments]));
    }

    // Several test runs may start together: one installs, the others wait for it.
    static async Task InstallAsync()
    {
        System.IO.Directory.CreateDirectory(Tools);
        await using var alone = await LockAsync(Directory + ".lock");
        var wanted = await File.ReadAllTextAsync(Path.Combine(Scripts, "package-lock.json"));
        var stamp = Path.Combine(Directory, "installed-lock.json");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted) return;

        System.IO.Directory.CreateDirectory(Directory);
        foreach (var file in (string[])["package.json", "package-lock.json"]) File.Copy(Path.Combine(Scripts, file), Path.Combine(Directory, file), overwrite: true);
        using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", Directory, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.StandardInput.Close();
        var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"'npm ci' failed in {Directory}. Is the package registry reachable? {string.Concat(said)}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    static async Task<FileStream> LockAsync(string file)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }

    static Process Start(string program, string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"'{program}' was not found on the PATH. Install Node.js 20 or later (with npm): the broker is judged by the official npm client of Service Bus.", e);
        }
    }
}
